package dev.chatwright.checkpoint;

/** The types of GGUF metadata values, in the order of their numbers in the file. */
enum GgufValueType {
  UINT8(0, 1),
  INT8(1, 1),
  UINT16(2, 2),
  INT16(3, 2),
  UINT32(4, 4),
  INT32(5, 4),
  FLOAT32(6, 4),
  BOOL(7, 1),
  STRING(8, 8),
  ARRAY(9, 12),
  UINT64(10, 8),
  INT64(11, 8),
  FLOAT64(12, 8);

  private static final GgufValueType[] BY_NUMBER = values();

  private final int number;
  private final int minimumBytes;

  GgufValueType(int number, int minimumBytes) {
    this.number = number;
    this.minimumBytes = minimumBytes;
  }

  /** Returns the number that stands for the type in a file. */
  int number() {
    return number;
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
