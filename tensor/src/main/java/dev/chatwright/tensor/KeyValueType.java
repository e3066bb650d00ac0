package dev.chatwright.tensor;

/** How the numbers of keys and values are stored. */
public enum KeyValueType {
  /** Floats, as they are computed. */
  F32,

  /** Half floats. */
  F16,

  /** Bytes, and one scale for those of a position and head: a number is a byte times the scale. */
  Q8;

  /** Returns the bytes of one position of one head, of its key or its value. */
  public int headBytes(int headWidth) {
    return switch (this) {
      case F32 -> headWidth * Float.BYTES;
      case F16 -> headWidth * Short.BYTES;
      case Q8 -> headWidth + Float.BYTES;
    };
  }
}
