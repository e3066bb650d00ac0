package dev.chatwright.checkpoint;

/** The types of GGUF metadata values, in the order of their numbers in the file. */
enum GgufValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(8),
  ARRAY(12),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private static final GgufValueType[] BY_NUMBER = values();

  private final int minimumBytes;

  GgufValueType(int minimumBytes) {
    this.minimumBytes = minimumBytes;
  }

  /** Returns the bytes of a value; for strings and arrays those of an empty one. */
  int minimumBytes() {
    return minimumBytes;
  }

  /** Returns whether values are whole numbers. */
  boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
    };
  }

  /** Returns whether {@code number} is that of a type. */
  static boolean isKnown(int number) {
    return number >= 0 && number < BY_NUMBER.length;
  }

  /** Returns the type with a number that {@link #isKnown}. */
  static GgufValueType of(int number) {
    return BY_NUMBER[number];
  }
}
