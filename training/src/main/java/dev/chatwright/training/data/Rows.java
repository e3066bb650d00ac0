package dev.chatwright.training.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a file in lists, with those that cannot be read where that is allowed. */
final class Rows {
  private final ExampleReader reader;
  private final boolean skipBroken;

  /**
   * A row.
   *
   * @param example null if it is none
   * @param dropped why, then
   */
  record Row(@Nullable Example example, Optional<DropReason> dropped) {}

  Rows(ExampleReader reader, boolean skipBroken) {
    this.reader = reader;
    this.skipBroken = skipBroken;
  }

  /** Returns up to so many of the next rows, none at the end. */
  List<Row> next(int most) throws IOException {
    List<Row> rows = new ArrayList<>(most);
    while (rows.size() < most) {
      try {
        @Nullable PlacedExample next = reader.next();
        if (next == null) {
          return rows;
        }
        rows.add(new Row(next.example(), Optional.empty()));
      } catch (DataException broken) {
        if (!skipBroken || !broken.rowOnly()) {
          throw broken;
        }
        rows.add(new Row(null, broken.reason()));
      }
    }
    return rows;
  }
}
