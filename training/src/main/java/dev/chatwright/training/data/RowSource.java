package dev.chatwright.training.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a file, one after the other. Confined to one thread. */
interface RowSource extends AutoCloseable {
  /** A row's fields and where it begins. */
  record Row(ObjectNode fields, Place place) {}

  /**
   * Returns the next row, or null at the end.
   *
   * @throws DataException if it is broken
   */
  @Nullable Row next() throws IOException;

  @Override
  void close() throws IOException;
}
