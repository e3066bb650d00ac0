package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.kernels.x86.assembler.Width;
import java.util.Optional;

/** A kind of processor, the fastest first. */
enum Tier {
  /** As the next, but many rows are multiplied by tiles. */
  AMX("amx", Width.ZMM, DotProduct.VNNI, 12, "AMX for bytes"),
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
  private final int vectorRows;
  private final String needed;

  Tier(String label, Width width, DotProduct dotProduct, int vectorRows, String needed) {
    this.label = label;
    this.width = width;
    this.dotProduct = dotProduct;
    this.vectorRows = vectorRows;
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

  /** Returns the most rows whose sums the vector registers hold. */
  int vectorRows() {
    return vectorRows;
  }

  boolean hasTiles() {
    return this == AMX;
  }

  /**
   * Returns the most rows of activations of eight bits that are prepared and multiplied at once.
   */
  int tileRows() {
    return hasTiles() ? Tile.ROWS : vectorRows;
  }

  /** Returns the same for weights that are floats. */
  int floatTileRows() {
    return hasWideVectors() ? 12 : 5;
  }

  /** Returns why it cannot run, or empty if it can. */
  Optional<String> refusal(Processor processor) {
    if (!runsOn(processor)) {
      return Optional.of("this processor has no " + needed);
    }
    if (!hasTiles()) {
      return Optional.empty();
    }
    return TilePermission.granted()
        ? TileProbe.wrong()
        : Optional.of("Linux lets this process use no tiles (arch_prctl refused them)");
  }

  /** Returns why the next is the better choice where both can run, or empty if it is not. */
  Optional<String> slower() {
    return hasTiles() ? TileProbe.slower() : Optional.empty();
  }

  private boolean runsOn(Processor processor) {
    return switch (this) {
      case AMX -> processor.tiles() && processor.avx512Vnni();
      case AVX512_VNNI -> processor.avx512Vnni();
      case AVX2_VNNI -> processor.avxVnni();
      case AVX512 -> processor.avx512();
      case AVX2 -> processor.avx2();
    };
  }
}
