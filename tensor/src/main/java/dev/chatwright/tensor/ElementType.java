package dev.chatwright.tensor;

/**
 * How the elements of a tensor are stored, in the byte layouts of GGML.
 *
 * <p>Quantised types store blocks: {@link #blockElements} neighbouring elements of one row share
 * scales and take {@link #blockBytes} bytes together. A row always holds whole blocks.
 */
public enum ElementType {
  F32(1, 4),
  F16(1, 2),
  BF16(1, 2),
  Q4_0(32, 18),
  Q4_1(32, 20),
  Q5_0(32, 22),
  Q5_1(32, 24),
  Q8_0(32, 34),
  Q2_K(256, 84),
  Q3_K(256, 110),
  Q4_K(256, 144),
  Q5_K(256, 176),
  Q6_K(256, 210),
  IQ4_NL(32, 18);

  private final int blockElements;
  private final int blockBytes;

  ElementType(int blockElements, int blockBytes) {
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** Returns how many elements one block holds; 1 for the float types. */
  public int blockElements() {
    return blockElements;
  }

  /** Returns how many bytes one block takes. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Returns the bytes that {@code elements} take.
   *
   * @throws IllegalArgumentException if they are not whole blocks
   */
  public long bytes(long elements) {
    if (elements < 0 || elements % blockElements != 0) {
      throw new IllegalArgumentException(
          "%d elements are not whole blocks of %d (%s)".formatted(elements, blockElements, this));
    }
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }
}
