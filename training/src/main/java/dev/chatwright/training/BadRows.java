package dev.chatwright.training;

import dev.chatwright.training.data.DataException;
import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.data.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that can be read and from which nothing can be learnt: left out and counted, or refused.
 *
 * <p>Confined to one thread.
 */
final class BadRows {
  private static final int MOST_PROBLEMS = 10;

  private final boolean skip;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final List<String> problems = new ArrayList<>();

  /**
   * Begins to count.
   *
   * @param skip whether they are left out, and not refused
   */
  BadRows(boolean skip) {
    this.skip = skip;
  }

  /** Reads one row after the other. */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * Returns the next, or null after the last.
     *
     * @throws IOException if it cannot be read
     */
    @Nullable T next() throws IOException;
  }

  /**
   * Returns the next row, or null after the last; those that lack something are left out.
   *
   * @throws DataException if one cannot be read, or is to be refused
   */
  <T> @Nullable T next(Reading<T> reader) throws IOException {
    while (true) {
      try {
        return reader.next();
      } catch (DataException bad) {
        DropReason reason = bad.reason().orElse(DropReason.BROKEN);
        if (!skip || reason == DropReason.BROKEN) {
          throw bad;
        }
        note(reason, String.valueOf(bad.getMessage()));
      }
    }
  }

  /**
   * Leaves out a row.
   *
   * @param problem what was found and what was expected
   * @throws IOException if it is to be refused
   */
  void add(DropReason reason, Place place, String problem) throws IOException {
    String told = "%s: %s".formatted(place, problem);
    if (!skip) {
      throw new IOException(told);
    }
    note(reason, told);
  }

  private void note(DropReason reason, String problem) {
    dropped.merge(reason, 1L, Long::sum);
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  /** Returns what was left out until now. */
  LeftOut leftOut() {
    return new LeftOut(dropped, problems);
  }

  /**
   * Refuses splits of which one has too little.
   *
   * @param what is counted, such as {@code conversations}
   * @throws IOException if one has less than {@code least}
   */
  void requireEnough(Path file, String what, int learnt, int heldOut, int least)
      throws IOException {
    LeftOut out = leftOut();
    if (learnt == 0 && heldOut == 0 && out.rows() > 0) {
      throw new IOException(
          "%s has no row that can be learnt from: %s; the first: %s"
              .formatted(file, out.describe(), out.problems().getFirst()));
    }
    if (learnt < least || heldOut < least) {
      throw new IOException(
          "%s: %s to learn from: %d, held out: %d, expected %d or more of each; change data.heldOut%s"
              .formatted(
                  file,
                  what,
                  learnt,
                  heldOut,
                  least,
                  out.rows() == 0 ? "" : "; left out: " + out.describe()));
    }
  }
}
