package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTPH2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMOVSXBD;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.tensor.packed.BlockFormat;

/**
 * Writes what turns a block's factors into floats.
 *
 * @param code what is written to
 * @param format of the weights
 * @param block the register that holds where the block begins
 * @param head the one that holds where the head of super-blocks begins
 */
record FactorCode(Assembler code, BlockFormat format, Register block, Register head) {
  /**
   * Loads a factor of as many outputs as a register has room for.
   *
   * @param temporary changed by it
   * @param output the first of them
   */
  void load(Vector target, Vector temporary, int factor, int output) {
    int offset = format.factorOffset(factor);
    if (format.superBlocks()) {
      int multiplier = format.headOffset(factor) + output * Short.BYTES;
      code.emit(VPMOVSXBD, target, Memory.at(block, offset + output));
      code.emit(VCVTDQ2PS, target, target);
      code.emit(VCVTPH2PS, temporary, Memory.at(head, multiplier));
      code.emit(VMULPS, target, temporary, target);
    } else {
      code.emit(VCVTPH2PS, target, Memory.at(block, offset + output * Short.BYTES));
    }
  }
}
