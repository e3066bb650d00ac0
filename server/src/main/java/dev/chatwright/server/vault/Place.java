package dev.chatwright.server.vault;

import java.nio.charset.StandardCharsets;

/**
 * Where a sealed text stands.
 *
 * <p>Immutable.
 *
 * @param column the table and column
 * @param row the row's id
 * @param personId whose text it is
 */
public record Place(SealedColumn column, String row, String personId) {
  /** Returns the bytes that the seal is bound to. */
  byte[] associatedData() {
    String text = column.table() + '\n' + column.column() + '\n' + row + '\n' + personId;
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
