package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VCVTNEPS2BF16;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMOVZXWD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPXOR;
import static dev.chatwright.kernels.x86.assembler.Register.R10;
import static dev.chatwright.kernels.x86.assembler.Register.R11;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.R9;
import static dev.chatwright.kernels.x86.assembler.Register.RAX;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Width;

/** Writes the routines that round floats to bfloats and leave rows rows. Bound: memory. */
final class BfloatPackingCode {
  /** How many numbers are rounded at a time. */
  static final int GROUP = 16;

  private static final int FLOATS_BYTES = GROUP * Float.BYTES;
  private static final int BFLOATS_BYTES = GROUP * Short.BYTES;

  private static final Vector NUMBERS = new Vector(0, Width.ZMM);
  private static final Vector NEXT = new Vector(1, Width.ZMM);

  private BfloatPackingCode() {}

  /**
   * Returns the routine for rows that stay rows.
   *
   * <p>Arguments: the first row, where it goes, how many groups of {@value #GROUP} numbers a row
   * has and how many rows there are, at least one of either, and the bytes from one row to the
   * next, before and after.
   */
  static byte[] rows() {
    Assembler code = new Assembler();
    Assembler.Label nextRow = code.here();
    code.move(R10, RDI);
    code.move(R11, RSI);
    code.move(RAX, RDX);
    Assembler.Label nextGroup = code.here();
    code.emit(VMOVUPS, NUMBERS, Memory.at(R10, 0));
    code.emit(VCVTNEPS2BF16, NUMBERS, NUMBERS);
    code.store(VMOVUPS_STORE, NUMBERS.as(Width.YMM), Memory.at(R11, 0));
    code.add(R10, FLOATS_BYTES);
    code.add(R11, BFLOATS_BYTES);
    code.decrement(RAX);
    code.jumpIfNotZero(nextGroup);
    code.add(RDI, R8);
    code.add(RSI, R9);
    code.decrement(RCX);
    code.jumpIfNotZero(nextRow);
    code.clearUpperHalves();
    code.end();
    return code.code();
  }

  /**
   * Returns the routine that brings the numbers of two rows beside each other, for one group of
   * columns.
   *
   * <p>Arguments: the first row's numbers, the bytes from one row to the next, where the first
   * pairs go, and how many pairs of rows there are, at least one.
   *
   * @param stepBytes from where the pairs of two rows go to where those of the next two do
   */
  static byte[] pairs(int stepBytes) {
    Assembler code = new Assembler();
    code.move(R10, RDI);
    code.add(R10, RSI);
    Assembler.Label next = code.here();
    code.emit(VMOVUPS, NUMBERS, Memory.at(RDI, 0));
    code.emit(VMOVUPS, NEXT, Memory.at(R10, 0));
    widen(code, NUMBERS);
    widen(code, NEXT);
    code.shiftLeft(NEXT, NEXT, Short.SIZE);
    code.emit(VPXOR, NUMBERS, NUMBERS, NEXT);
    code.store(VMOVUPS_STORE, NUMBERS, Memory.at(RDX, 0));
    for (int row = 0; row < 2; row++) {
      code.add(RDI, RSI);
      code.add(R10, RSI);
    }
    code.add(RDX, stepBytes);
    code.decrement(RCX);
    code.jumpIfNotZero(next);
    code.clearUpperHalves();
    code.end();
    return code.code();
  }

  /** Rounds numbers and leaves each in the lower half of its lane. */
  private static void widen(Assembler code, Vector numbers) {
    code.emit(VCVTNEPS2BF16, numbers, numbers);
    code.emit(VPMOVZXWD, numbers, numbers.as(Width.YMM));
  }
}
