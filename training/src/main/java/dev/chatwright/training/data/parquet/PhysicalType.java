package dev.chatwright.training.data.parquet;

/** How a value is stored, in the order of the numbers that the format gives them. */
enum PhysicalType {
  BOOLEAN(0),
  INT32(Integer.BYTES),
  INT64(Long.BYTES),
  INT96(12),
  FLOAT(Float.BYTES),
  DOUBLE(Double.BYTES),
  /** Any number of bytes, their count before them. */
  BYTES(0),
  /** As many bytes as the schema says. */
  FIXED(0);

  private final int bytes;

  PhysicalType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of a value, if all have the same and the type alone tells. */
  int bytes() {
    return bytes;
  }

  static PhysicalType of(long number) throws ParquetException {
    ParquetException.requireRange("a type", number, 0, values().length - 1L);
    return values()[(int) number];
  }
}
