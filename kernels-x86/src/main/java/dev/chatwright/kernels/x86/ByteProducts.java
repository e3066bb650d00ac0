package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPADDD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPAND;
import static dev.chatwright.kernels.x86.assembler.Operation.VPBROADCASTD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPDPBUSD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMADDUBSW;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMADDWD;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.RoundedBlock;

/**
 * Writes the instructions that add the products of a block to its whole sums.
 *
 * @param registers where everything is
 * @param code what is written to
 * @param format of the weights
 * @param vnni whether one instruction multiplies and adds
 */
record ByteProducts(ProductRegisters registers, Assembler code, BlockFormat format, boolean vnni) {
  private static final int GROUPS = BlockFormat.BLOCK / BlockFormat.GROUP;
  private static final int LOW_HALVES = 0x0F0F0F0F;
  private static final int ONES = 0x0001_0001;
  private static final int SIXTEENS = 0x0010_0010;

  static ByteProducts of(
      Tier tier, BlockFormat format, ProductRegisters registers, Assembler code) {
    boolean vnni = tier.dotProduct() == Tier.DotProduct.VNNI;
    return new ByteProducts(registers, code, format, vnni);
  }

  /** Fills the registers whose content does not change. */
  void loadConstants() {
    if (format.fourBits() || byHalves()) {
      repeat(registers.lowHalves(), LOW_HALVES);
    }
    if (!vnni) {
      repeat(registers.ones(), ONES);
    }
    if (byHalves()) {
      repeat(registers.sixteens(), SIXTEENS);
    }
  }

  /** Numbers that sums in 16 bits could not hold the products of are multiplied half by half. */
  private boolean byHalves() {
    return !vnni && format.numbers() == BlockFormat.Numbers.EIGHT_BITS;
  }

  /** By way of a low register, since the short form of the move reaches no other. */
  private void repeat(Vector target, int value) {
    Vector low = new Vector(0, Width.XMM);
    code.move(Register.RAX, value);
    code.move(low, Register.RAX);
    code.emit(VPBROADCASTD, target, low);
  }

  /**
   * Writes the products of one block of weights and of rounded rows.
   *
   * @param scale which of the block's scales they are for: only inputs that share it are taken
   */
  void add(Register weights, Register input, int scale) {
    int groups = (format.fourBits() ? GROUPS / 2 : GROUPS) / format.scales();
    for (int stored = scale * groups; stored < (scale + 1) * groups; stored++) {
      for (int half = 0; half < registers.halves(); half++) {
        int offset = BlockFormat.PANEL * Integer.BYTES * stored + half * registers.width().bytes();
        add(Memory.at(weights, offset), input, stored, half);
      }
    }
  }

  private void add(Memory numbers, Register input, int stored, int half) {
    if (format.fourBits()) {
      loadLowHalves(numbers);
      multiply(input, stored, half, registers.ones());
      loadHighHalves();
      multiply(input, stored + GROUPS / 2, half, registers.ones());
    } else if (byHalves()) {
      loadLowHalves(numbers);
      multiply(input, stored, half, registers.ones());
      loadHighHalves();
      multiply(input, stored, half, registers.sixteens());
    } else {
      code.emit(VMOVUPS, registers.numbers(), numbers);
      multiply(input, stored, half, registers.ones());
    }
  }

  private void loadLowHalves(Memory numbers) {
    code.emit(VMOVUPS, registers.raw(), numbers);
    code.emit(VPAND, registers.numbers(), registers.raw(), registers.lowHalves());
  }

  /** Expects the numbers still where {@link #loadLowHalves} loaded them. */
  private void loadHighHalves() {
    code.shiftRight(registers.raw(), registers.raw(), 4);
    code.emit(VPAND, registers.numbers(), registers.raw(), registers.lowHalves());
  }

  private void multiply(Register input, int group, int half, Vector weight) {
    for (int row = 0; row < registers.rows(); row++) {
      Vector sum = registers.whole(row, half);
      int offset = RoundedBlock.numbers(registers.rows(), row, group);
      Memory inputs = Memory.at(input, offset);
      if (vnni) {
        code.emit(VPDPBUSD, sum, registers.numbers(), registers.everywhere(code, inputs));
      } else {
        Vector repeated = registers.loadEverywhere(code, inputs);
        code.emit(VPMADDUBSW, registers.partial(), registers.numbers(), repeated);
        code.emit(VPMADDWD, registers.partial(), registers.partial(), weight);
        code.emit(VPADDD, sum, sum, registers.partial());
      }
    }
  }
}
