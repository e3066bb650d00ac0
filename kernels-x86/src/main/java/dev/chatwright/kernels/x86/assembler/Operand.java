package dev.chatwright.kernels.x86.assembler;

import org.jspecify.annotations.Nullable;

/** What an instruction reads last: a vector register or memory. */
public sealed interface Operand {

  /**
   * A vector register.
   *
   * @param number 0 to 31; from 16 on only where there is AVX-512
   * @param width how much of it is used
   */
  record Vector(int number, Width width) implements Operand {
    /** Returns another part of the same register. */
    public Vector as(Width other) {
      return new Vector(number, other);
    }
  }

  /**
   * Memory at a register plus a distance.
   *
   * @param base holds the address
   * @param index what is added to it as well, or null
   * @param times by what the index is multiplied: 1, 2, 4 or 8
   * @param displacement in bytes
   * @param broadcast whether 32 bits there stand in every lane, which only AVX-512 can
   */
  record Memory(
      Register base, @Nullable Register index, int times, int displacement, boolean broadcast)
      implements Operand {
    /** Returns memory as long as the instruction's vector. */
    public static Memory at(Register base, int displacement) {
      return new Memory(base, null, 1, displacement, false);
    }

    /** Returns memory some strides further on. */
    public Memory plus(Register stride, int count) {
      return new Memory(base, stride, count, displacement, broadcast);
    }

    /** Returns the first 32 bits, repeated in every lane. */
    public Memory everywhere() {
      return new Memory(base, index, times, displacement, true);
    }

    /** Returns the number of the index, or 0 if there is none. */
    int indexNumber() {
      return index == null ? 0 : index.number();
    }
  }
}
