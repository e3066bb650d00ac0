package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VANDPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VBROADCASTSS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTPS2DQ;
import static dev.chatwright.kernels.x86.assembler.Operation.VDIVPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVD_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPACKSSDW;
import static dev.chatwright.kernels.x86.assembler.Operation.VPACKSSWB;
import static dev.chatwright.kernels.x86.assembler.Operation.VPADDD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPERMD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMAXSD;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.RoundedBlock;

/**
 * Writes the routine that rounds one row of a tile; AVX2 suffices.
 *
 * <p>Arguments: the row of floats, the row's place in its tile, the number of blocks, {@link
 * #constants}, and the tile moved by {@link RoundedBlock#numbersOfRow}. Magnitudes are compared as
 * integers, which orders them as floats are ordered and puts what is not a number above all.
 */
final class RoundingCode {
  /** The order of 32 bits that undoes what packing within halves did. */
  private static final int[] UNPACKED_ORDER = {0, 4, 1, 5, 2, 6, 3, 7};

  private static final int SWAPPED_HALVES = 0x4E;
  private static final int SWAPPED_NEIGHBOURS = 0xB1;

  private static final Register ROW = RDI;
  private static final Register TARGET = RSI;
  private static final Register BLOCKS = RDX;
  private static final Register CONSTANTS = RCX;
  private static final Register NUMBERS = R8;

  private final Assembler code = new Assembler();
  private final int tileRows;
  private final Vector[] part = {wide(0), wide(1), wide(2), wide(3)};
  private final Vector largest = wide(4);
  private final Vector other = wide(5);
  private final Vector scale = wide(6);
  private final Vector moved = narrow(wide(7));
  private final Vector magnitude = wide(8);
  private final Vector least = wide(9);
  private final Vector maximum = wide(10);
  private final Vector minusEight = wide(11);
  private final Vector minus32 = wide(12);
  private final Vector minus128 = wide(13);
  private final Vector order = wide(14);
  private final Vector total = narrow(wide(15));

  private RoundingCode(int tileRows) {
    this.tileRows = tileRows;
  }

  private static Vector wide(int number) {
    return new Vector(number, Width.YMM);
  }

  /** Returns the routine for tiles of so many rows. */
  static byte[] assemble(int tileRows) {
    RoundingCode routine = new RoundingCode(tileRows);
    routine.write();
    return routine.code.code();
  }

  /** Returns what the routine reads beside the row. */
  static int[] constants() {
    int[] all = new int[14];
    System.arraycopy(UNPACKED_ORDER, 0, all, 0, UNPACKED_ORDER.length);
    all[8] = Integer.MAX_VALUE; // all bits of a float but its sign
    all[9] = Float.floatToRawIntBits(RoundedBlock.LEAST);
    all[10] = Float.floatToRawIntBits(RoundedBlock.LARGEST);
    all[11] = Float.floatToRawIntBits(-8);
    all[12] = Float.floatToRawIntBits(-32);
    all[13] = Float.floatToRawIntBits(-128);
    return all;
  }

  private void write() {
    code.emit(VMOVUPS, order, Memory.at(CONSTANTS, 0));
    Vector[] repeated = {magnitude, least, maximum, minusEight, minus32, minus128};
    for (int i = 0; i < repeated.length; i++) {
      code.emit(VBROADCASTSS, repeated[i], Memory.at(CONSTANTS, 4 * (UNPACKED_ORDER.length + i)));
    }
    Assembler.Label next = code.here();
    load();
    findLargest();
    scale();
    roundParts();
    storeSums();
    storeNumbers();
    code.add(ROW, BlockFormat.BLOCK * Float.BYTES);
    code.add(TARGET, RoundedBlock.blockBytes(tileRows));
    code.add(NUMBERS, RoundedBlock.blockBytes(tileRows));
    code.decrement(BLOCKS);
    code.jumpIfNotZero(next);
    code.clearUpperHalves();
    code.end();
  }

  private void load() {
    for (int i = 0; i < part.length; i++) {
      code.emit(VMOVUPS, part[i], Memory.at(ROW, i * Width.YMM.bytes()));
    }
  }

  private void findLargest() {
    code.emit(VANDPS, largest, magnitude, part[0]);
    for (int i = 1; i < part.length; i++) {
      code.emit(VANDPS, other, magnitude, part[i]);
      code.emit(VPMAXSD, largest, largest, other);
    }
    code.upperHalf(narrow(other), largest);
    code.emit(VPMAXSD, narrow(largest), narrow(largest), narrow(other));
    code.permuteWithin(narrow(other), narrow(largest), SWAPPED_HALVES);
    code.emit(VPMAXSD, narrow(largest), narrow(largest), narrow(other));
    code.permuteWithin(narrow(other), narrow(largest), SWAPPED_NEIGHBOURS);
    code.emit(VPMAXSD, narrow(largest), narrow(largest), narrow(other));
    code.emit(VPMAXSD, narrow(largest), narrow(largest), narrow(least));
  }

  private void scale() {
    code.emit(VDIVPS, narrow(scale), narrow(largest), narrow(maximum));
    code.store(VMOVD_STORE, narrow(scale), at(RoundedBlock.scale(tileRows, 0)));
    code.emit(VDIVPS, narrow(largest), narrow(maximum), narrow(largest));
    code.emit(VBROADCASTSS, largest, narrow(largest));
  }

  private void roundParts() {
    for (Vector numbers : part) {
      code.emit(VMULPS, numbers, numbers, largest);
      code.emit(VCVTPS2DQ, numbers, numbers);
    }
  }

  /** Stores what both halves of the block sum to, and the whole of it. */
  private void storeSums() {
    code.emit(VPADDD, largest, part[0], part[1]);
    code.emit(VPADDD, other, part[2], part[3]);
    sumLanes(narrow(largest));
    sumLanes(narrow(other));
    code.emit(VPADDD, total, narrow(largest), narrow(other));
    storeMultiple(narrow(largest), minus32, RoundedBlock.minus32SumsOfHalf(tileRows, 0, 0));
    storeMultiple(narrow(other), minus32, RoundedBlock.minus32SumsOfHalf(tileRows, 0, 1));
    storeMultiple(total, minusEight, RoundedBlock.minusEightSums(tileRows, 0));
    storeMultiple(total, minus128, RoundedBlock.minus128Sums(tileRows, 0));
    code.emit(VCVTDQ2PS, total, total);
    code.emit(VMULPS, total, total, narrow(scale));
    code.store(VMOVD_STORE, total, at(RoundedBlock.scaledSum(tileRows, 0)));
  }

  /** Leaves the sum of eight lanes in the lowest. */
  private void sumLanes(Vector sum) {
    code.upperHalf(moved, sum);
    code.emit(VPADDD, sum, sum, moved);
    code.permuteWithin(moved, sum, SWAPPED_HALVES);
    code.emit(VPADDD, sum, sum, moved);
    code.permuteWithin(moved, sum, SWAPPED_NEIGHBOURS);
    code.emit(VPADDD, sum, sum, moved);
  }

  /** Stores a sum times a factor; floats hold such numbers without an error. */
  private void storeMultiple(Vector sum, Vector factor, int offset) {
    code.emit(VCVTDQ2PS, moved, sum);
    code.emit(VMULPS, moved, moved, narrow(factor));
    code.emit(VCVTPS2DQ, moved, moved);
    code.store(VMOVD_STORE, moved, at(offset));
  }

  private void storeNumbers() {
    code.emit(VPACKSSDW, part[0], part[0], part[1]);
    code.emit(VPACKSSDW, part[2], part[2], part[3]);
    code.emit(VPACKSSWB, part[0], part[0], part[2]);
    code.emit(VPERMD, part[0], order, part[0]);
    Memory target = Memory.at(NUMBERS, RoundedBlock.numbers(tileRows, 0, 0));
    code.store(VMOVUPS_STORE, part[0], target);
  }

  private static Vector narrow(Vector vector) {
    return vector.as(Width.XMM);
  }

  private static Memory at(int offset) {
    return Memory.at(TARGET, offset);
  }
}
