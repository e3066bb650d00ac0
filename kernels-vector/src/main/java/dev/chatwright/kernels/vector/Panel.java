package dev.chatwright.kernels.vector;

/**
 * The layout of decoded weights: columns k along memory, 64 rows of the matrix side by side.
 *
 * <p>Keys and values in the cache have the same width, so one set of tiles serves both.
 */
final class Panel {
  /** Rows of the weight matrix in one panel. */
  static final int WIDTH = 64;

  /** Bytes from one k to the next. */
  static final int STRIDE = WIDTH * Float.BYTES;

  /** The most k that are decoded at once: 192 KiB, which a second-level cache holds. */
  static final int MAX_DEPTH = 768;

  /** Bytes for gathered words and scales of one block of 256 elements, in every lane. */
  static final int WORDS_BYTES = 128 * Lanes.BYTES;

  private Panel() {}
}
