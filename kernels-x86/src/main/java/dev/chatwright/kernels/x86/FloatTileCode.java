package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VANDPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VBROADCASTSS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTNEPS2BF16;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPADDD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPAND;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMINSD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPXOR;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.FloatFormat;

/**
 * Writes the routine that puts one row of floats into a tile, where the rows' numbers of one input,
 * or of a pair of them, stand beside each other.
 *
 * <p>Arguments: the row of floats, the row's place in its tile, the number of {@value
 * FloatFormat#MULTIPLE} inputs, and {@link FloatConstants}.
 */
final class FloatTileCode {

  private static final Register ROW = RDI;
  private static final Register TARGET = RSI;
  private static final Register COUNT = RDX;
  private static final Register CONSTANTS = RCX;

  private final Assembler code = new Assembler();
  private final Rounding rounding;
  private final int tileRows;
  private final Vector numbers = wide(0);
  private final Vector upper = wide(1);
  private final Vector sign = wide(2);
  private final Vector odd = wide(3);
  private final Vector magnitude = wide(4);
  private final Vector quiet = wide(5);
  private final Vector half = wide(6);
  private final Vector lowest = wide(7);
  private final Vector upperBits = wide(8);
  private final Vector one = wide(9);

  /** What becomes of a row's numbers. */
  enum Rounding {
    /** Nothing. */
    NONE,
    /** They lose their lower 16 bits, and stay floats. */
    FLOATS,
    /** They lose their lower 16 bits, and stand in pairs: an instruction does it. */
    PAIRS
  }

  private FloatTileCode(Rounding rounding, int tileRows) {
    this.rounding = rounding;
    this.tileRows = tileRows;
  }

  private static Vector wide(int number) {
    return new Vector(number, Width.YMM);
  }

  /** Returns the routine for tiles of so many rows. */
  static byte[] assemble(Rounding rounding, int tileRows) {
    FloatTileCode routine = new FloatTileCode(rounding, tileRows);
    routine.write();
    return routine.code.code();
  }

  private void write() {
    if (rounding == Rounding.FLOATS) {
      loadConstants();
    }
    Assembler.Label next = code.here();
    if (rounding == Rounding.PAIRS) {
      writePairs();
    } else {
      writeEach();
    }
    code.add(ROW, FloatFormat.MULTIPLE * Float.BYTES);
    code.decrement(COUNT);
    code.jumpIfNotZero(next);
    if (rounding == Rounding.FLOATS) {
      code.loadFloatControl(Memory.at(CONSTANTS, FloatConstants.USUAL));
    }
    code.clearUpperHalves();
    code.end();
  }

  private void loadConstants() {
    code.loadFloatControl(Memory.at(CONSTANTS, FloatConstants.NOTHING_BELOW_NORMAL));
    code.emit(VBROADCASTSS, magnitude, Memory.at(CONSTANTS, FloatConstants.MAGNITUDE));
    code.emit(VBROADCASTSS, quiet, Memory.at(CONSTANTS, FloatConstants.QUIET));
    code.emit(VBROADCASTSS, half, Memory.at(CONSTANTS, FloatConstants.ALMOST_HALF));
    code.emit(VBROADCASTSS, lowest, Memory.at(CONSTANTS, FloatConstants.LOWEST_BIT));
    code.emit(VBROADCASTSS, upperBits, Memory.at(CONSTANTS, FloatConstants.UPPER_BITS));
    code.emit(VBROADCASTSS, one, Memory.at(CONSTANTS, FloatConstants.ONE));
  }

  private void writePairs() {
    Vector all = numbers.as(Width.ZMM); // the instruction tells the width of what it reads
    code.emit(VMOVUPS, all, Memory.at(ROW, 0));
    code.emit(VCVTNEPS2BF16, all, all);
    storeLanes();
    code.add(TARGET, TileLanes.COUNT * tileRows * Integer.BYTES);
  }

  private void writeEach() {
    for (int input = 0; input < FloatFormat.MULTIPLE; input += TileLanes.COUNT) {
      code.emit(VMOVUPS, numbers, Memory.at(ROW, input * Float.BYTES));
      if (rounding == Rounding.FLOATS) {
        round();
      }
      storeLanes();
      code.add(TARGET, TileLanes.COUNT * tileRows * Float.BYTES);
    }
  }

  /**
   * Rounds to the nearest, of two to the even one: by adding almost a half of what is then cut off.
   * Numbers that are none are cut to the one that the addition does not turn into others.
   */
  private void round() {
    code.emit(VMULPS, numbers, numbers, one); // leaves nothing below normal
    code.emit(VANDPS, sign, numbers, magnitude);
    code.emit(VPXOR, numbers, numbers, sign);
    code.emit(VPMINSD, sign, sign, quiet);
    code.shiftRight(odd, sign, 16);
    code.emit(VPAND, odd, odd, lowest);
    code.emit(VPADDD, sign, sign, half);
    code.emit(VPADDD, sign, sign, odd);
    code.emit(VPAND, sign, sign, upperBits);
    code.emit(VPXOR, numbers, numbers, sign);
  }

  private void storeLanes() {
    TileLanes.store(code, numbers, upper, TARGET, 0, tileRows);
  }
}
