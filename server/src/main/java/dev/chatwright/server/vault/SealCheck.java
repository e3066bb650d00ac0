package dev.chatwright.server.vault;

import dev.chatwright.server.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is found when every sealed text of a database is opened.
 *
 * <p>Immutable.
 *
 * @param opened how many opened
 * @param closed how many did not
 * @param examples some of those, by table, column and row
 */
public record SealCheck(long opened, long closed, List<String> examples) {
  private static final int MAX_EXAMPLES = 10;

  /** Copies the examples. */
  public SealCheck {
    examples = List.copyOf(examples);
  }

  /** Opens everything, and keeps nothing of it. */
  public static SealCheck of(Database database, MasterKey master) {
    Vault vault = new Vault(database, master, InstantSource.system());
    AtomicLong opened = new AtomicLong();
    AtomicLong closed = new AtomicLong();
    List<String> examples = new ArrayList<>();
    for (SealedColumn column : SealedColumn.values()) {
      forEach(
          database,
          column,
          (place, bytes) -> {
            if (opens(vault, place, bytes)) {
              opened.incrementAndGet();
            } else if (closed.incrementAndGet() <= MAX_EXAMPLES) {
              examples.add(
                  "%s.%s of row %s".formatted(column.table(), column.column(), place.row()));
            }
          });
    }
    return new SealCheck(opened.get(), closed.get(), examples);
  }

  private interface Visitor {
    void visit(Place place, byte[] sealed);
  }

  private static void forEach(Database database, SealedColumn column, Visitor visitor) {
    String query =
        "select %s, %s, %s from %s where %s is not null"
            .formatted(
                column.row(), column.person(), column.column(), column.table(), column.column());
    database.read(
        sql -> {
          sql.sql(query)
              .query(
                  row -> {
                    visitor.visit(column.of(row.getString(1), row.getString(2)), row.getBytes(3));
                  });
          return true;
        });
  }

  private static boolean opens(Vault vault, Place place, byte[] sealed) {
    try {
      vault.openBytes(place, sealed, Purpose.EXPORT);
      return true;
    } catch (VaultException _) {
      return false;
    }
  }
}
