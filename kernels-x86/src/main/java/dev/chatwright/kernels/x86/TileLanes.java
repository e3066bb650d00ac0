package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VMOVD_STORE;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;

/** Writes what puts the lanes of one row into a tile, beside those of its other rows. */
final class TileLanes {
  /** How many lanes are stored at a time. */
  static final int COUNT = Width.YMM.bytes() / Integer.BYTES;

  /** The order of the lanes of 128 bits that brings the next one to the lowest place. */
  private static final int ROTATED = 0x39;

  private TileLanes() {}

  /**
   * Writes the stores of eight times 32 bits.
   *
   * @param lanes changed by it
   * @param upper a register for the upper half of them
   * @param offset where the first goes, from {@code target}
   * @param tileRows how many rows the tile has
   */
  static void store(
      Assembler code, Vector lanes, Vector upper, Register target, int offset, int tileRows) {
    Vector lower = lanes.as(Width.XMM);
    Vector other = upper.as(Width.XMM);
    code.upperHalf(other, lanes);
    for (int lane = 0; lane < COUNT; lane++) {
      Vector four = lane < COUNT / 2 ? lower : other;
      code.store(VMOVD_STORE, four, Memory.at(target, offset + lane * tileRows * Integer.BYTES));
      code.permuteWithin(four, four, ROTATED);
    }
  }
}
