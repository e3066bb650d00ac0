package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Width;

/** A kind of processor, the fastest first. */
enum Tier {
  AVX512_VNNI("avx512-vnni", Width.ZMM, DotProduct.VNNI, 12, "AVX-512 with VNNI"),
  AVX2_VNNI("avx2-vnni", Width.YMM, DotProduct.VNNI, 2, "AVX-VNNI"),
  AVX512("avx512", Width.ZMM, DotProduct.SIXTEEN_BITS, 12, "AVX-512 (F, BW, DQ, VL)"),
  AVX2("avx2", Width.YMM, DotProduct.SIXTEEN_BITS, 2, "AVX2 with FMA and F16C");

  /** How bytes are multiplied and summed in fours. */
  enum DotProduct {
    /** By one instruction. */
    VNNI,
    /** By way of sums of two products in 16 bits, which only eight-bit numbers can exceed. */
    SIXTEEN_BITS
  }

  private final String label;
  private final Width width;
  private final DotProduct dotProduct;
  private final int tileRows;
  private final String needed;

  Tier(String label, Width width, DotProduct dotProduct, int tileRows, String needed) {
    this.label = label;
    this.width = width;
    this.dotProduct = dotProduct;
    this.tileRows = tileRows;
    this.needed = needed;
  }

  String label() {
    return label;
  }

  Width width() {
    return width;
  }

  boolean hasWideVectors() {
    return width == Width.ZMM;
  }

  DotProduct dotProduct() {
    return dotProduct;
  }

  /** Returns the most rows whose sums the registers hold. */
  int tileRows() {
    return tileRows;
  }

  /** Returns the same for weights that are floats. */
  int floatTileRows() {
    return hasWideVectors() ? 12 : 5;
  }

  boolean runsOn(Processor processor) {
    return switch (this) {
      case AVX512_VNNI -> processor.avx512Vnni();
      case AVX2_VNNI -> processor.avxVnni();
      case AVX512 -> processor.avx512();
      case AVX2 -> processor.avx2();
    };
  }

  /** Returns what a processor must have, for people. */
  String needed() {
    return needed;
  }
}
