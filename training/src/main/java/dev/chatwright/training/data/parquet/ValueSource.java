package dev.chatwright.training.data.parquet;

import tools.jackson.databind.JsonNode;

/** The values of a page, one after the other. */
@FunctionalInterface
interface ValueSource {
  /**
   * Returns the next.
   *
   * @throws ParquetException if there is none
   */
  JsonNode next() throws ParquetException;
}
