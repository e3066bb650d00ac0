package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VPBROADCASTD;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.BlockFormat;

/**
 * Which vector register holds what while a tile is multiplied.
 *
 * <p>First the float sums, then the whole sums of the block, row by row and in each row half by
 * half where a panel takes two registers; what is left serves the moment. Immutable.
 *
 * @param width of the registers
 * @param rows of the tile
 */
record ProductRegisters(Width width, int rows) {
  private static final int TEMPORARIES = 7;

  ProductRegisters {
    int needed = 2 * rows * (BlockFormat.PANEL * Float.BYTES / width.bytes()) + TEMPORARIES;
    int there = width == Width.ZMM ? 32 : 16;
    if (needed > there) {
      throw new IllegalArgumentException(
          "%d rows need %d registers, there are %d".formatted(rows, needed, there));
    }
  }

  /** Does something for every register of sums. */
  interface EachSum {
    void accept(int row, int half);
  }

  void forEachSum(EachSum action) {
    for (int row = 0; row < rows; row++) {
      for (int half = 0; half < halves(); half++) {
        action.accept(row, half);
      }
    }
  }

  /** Returns how many registers the outputs of a panel take. */
  int halves() {
    return BlockFormat.PANEL / lanes();
  }

  /** Returns how many outputs a register holds. */
  int lanes() {
    return width.bytes() / Float.BYTES;
  }

  /** Returns 32 bits of memory in every lane: by the instruction that uses them, or before it. */
  Operand everywhere(Assembler code, Memory memory) {
    return width == Width.ZMM ? memory.everywhere() : loadEverywhere(code, memory);
  }

  /** Loads 32 bits of memory into every lane, for instructions that cannot do so themselves. */
  Vector loadEverywhere(Assembler code, Memory memory) {
    code.emit(VPBROADCASTD, repeated(), memory);
    return repeated();
  }

  Vector sum(int row, int half) {
    return vector(row * halves() + half);
  }

  Vector whole(int row, int half) {
    return vector((rows + row) * halves() + half);
  }

  /** Returns the register for weights, as stored. */
  Vector raw() {
    return temporary(0);
  }

  /** Returns the register for a group of weights. */
  Vector numbers() {
    return temporary(1);
  }

  /** Returns the register for 32 bits that all lanes share. */
  private Vector repeated() {
    return temporary(2);
  }

  /** Returns a register for products on their way. */
  Vector partial() {
    return temporary(3);
  }

  /** Returns the register that keeps the low half of every byte. */
  Vector lowHalves() {
    return temporary(4);
  }

  /** Returns the register of a constant that products are summed by. */
  Vector ones() {
    return temporary(5);
  }

  /** Returns the register of the same constant times sixteen. */
  Vector sixteens() {
    return temporary(6);
  }

  /** Returns the register for a factor of a block, whose numbers are no longer needed. */
  Vector factor() {
    return raw();
  }

  /** Returns the register for a factor times another. */
  Vector product() {
    return numbers();
  }

  private Vector temporary(int number) {
    return vector(2 * rows * halves() + number);
  }

  private Vector vector(int number) {
    return new Vector(number, width);
  }
}
