package dev.chatwright.training.data.parquet;

/** Numbers, one after the other. */
@FunctionalInterface
interface IntSource {
  /**
   * Returns the next.
   *
   * @throws ParquetException if there is none
   */
  int next() throws ParquetException;
}
