package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VPAND;
import static dev.chatwright.kernels.x86.assembler.Operation.VPBROADCASTD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPSUBB;
import static dev.chatwright.kernels.x86.assembler.Register.RAX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.BlockFormat;

/**
 * Writes the routine that turns panels into {@link UnpackedPanel}s.
 *
 * <p>Arguments: the first panel, where the first unpacked one goes, and the number of groups of
 * blocks in all panels. Bound: for many rows by nothing, since they share it.
 */
final class UnpackingCode {
  private static final int LOW_HALVES = 0x0F0F0F0F;
  private static final int EVERY_BYTE = 0x01010101;

  private static final Register HEAD = RAX;
  private static final Register WEIGHTS = RDI;
  private static final Register TARGET = RSI;
  private static final Register BLOCK_GROUPS = RDX;

  private final Assembler code = new Assembler();
  private final BlockFormat format;
  private final UnpackedPanel unpacked;
  private final FactorCode factors;
  private final Vector numbers = wide(1);
  private final Vector raw = wide(2);
  private final Vector lowHalves = wide(3);
  private final Vector zeroPoint = wide(4);

  private UnpackingCode(BlockFormat format) {
    this.format = format;
    this.unpacked = UnpackedPanel.of(format);
    this.factors = new FactorCode(code, format, WEIGHTS, HEAD);
  }

  private static Vector wide(int number) {
    return new Vector(number, Width.ZMM);
  }

  static byte[] assemble(BlockFormat format) {
    UnpackingCode routine = new UnpackingCode(format);
    routine.write();
    return routine.code.code();
  }

  private void write() {
    repeat(lowHalves, LOW_HALVES);
    repeat(zeroPoint, EVERY_BYTE * zeroPoint());
    Assembler.Label nextGroup = code.here();
    writeGroup();
    code.decrement(BLOCK_GROUPS);
    code.jumpIfNotZero(nextGroup);
    code.clearUpperHalves();
    code.end();
  }

  private int zeroPoint() {
    return switch (format.numbers()) {
      case FOUR_BITS -> 8;
      case SIX_BITS -> 32;
      case EIGHT_BITS -> 128;
    };
  }

  /** By way of a low register, since the short form of the move reaches no other. */
  private void repeat(Vector target, int value) {
    Vector low = new Vector(0, Width.XMM);
    code.move(RAX, value);
    code.move(low, RAX);
    code.emit(VPBROADCASTD, target, low);
  }

  private void writeGroup() {
    if (format.superBlocks()) {
      code.move(HEAD, WEIGHTS);
      code.add(WEIGHTS, format.headBytes());
    }
    for (int block = 0; block < format.groupBlocks(); block++) {
      writeBlock();
      code.add(WEIGHTS, format.blockBytes());
      code.add(TARGET, format.scales() * unpacked.stepBytes());
    }
  }

  private void writeBlock() {
    int groups = BlockFormat.BLOCK / BlockFormat.GROUP;
    int stored = format.fourBits() ? groups / 2 : groups;
    for (int group = 0; group < stored; group++) {
      code.emit(VMOVUPS, raw, Memory.at(WEIGHTS, group * Width.ZMM.bytes()));
      if (format.fourBits()) {
        code.emit(VPAND, numbers, raw, lowHalves);
        storeGroup(numbers, group);
        code.shiftRight(raw, raw, 4);
        code.emit(VPAND, raw, raw, lowHalves);
        storeGroup(raw, stored + group);
      } else {
        storeGroup(raw, group);
      }
    }
    for (int scale = 0; scale < format.scales(); scale++) {
      storeFactor(scale, scale * unpacked.stepBytes() + unpacked.scaleOffset());
    }
    if (format.hasMinimum()) {
      storeFactor(format.scales(), unpacked.minimumOffset());
    }
  }

  private void storeGroup(Vector group, int number) {
    if (!format.hasMinimum()) {
      code.emit(VPSUBB, group, group, zeroPoint);
    }
    int step = number / unpacked.groups();
    int row = number % unpacked.groups();
    int offset = step * unpacked.stepBytes() + row * Width.ZMM.bytes();
    code.store(VMOVUPS_STORE, group, Memory.at(TARGET, offset));
  }

  private void storeFactor(int factor, int offset) {
    factors.load(numbers, raw, factor, 0);
    code.store(VMOVUPS_STORE, numbers, Memory.at(TARGET, offset));
  }
}
