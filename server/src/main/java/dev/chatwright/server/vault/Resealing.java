package dev.chatwright.server.vault;

import dev.chatwright.server.store.Database;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Goes through every sealed column and seals with the newest key what an older one sealed.
 *
 * <p>A row that changes meanwhile is left as it is: whoever changed it sealed it with the newest
 * key. Safe for use by several threads.
 */
final class Resealing {
  private static final int BATCH = 200;
  private static final int BATCH_OF_FILES = 1; // they may be large

  private final Database database;
  private final Vault vault;
  private final AtomicLong count = new AtomicLong();

  Resealing(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  long count() {
    return count.get();
  }

  void resealAll() {
    for (SealedColumn column : SealedColumn.values()) {
      String last = "";
      for (List<Sealed> batch = after(column, last);
          !batch.isEmpty();
          batch = after(column, last)) {
        reseal(column, batch);
        last = batch.getLast().row();
      }
    }
  }

  // The bytes are compared, so records of them need no equality of their own.
  private static final class Sealed {
    private final String row;
    private final String personId;
    private final byte[] bytes;

    Sealed(String row, String personId, byte[] bytes) {
      this.row = row;
      this.personId = personId;
      this.bytes = bytes;
    }

    String row() {
      return row;
    }
  }

  private List<Sealed> after(SealedColumn column, String last) {
    String query =
        "select %s, %s, %s from %s where %s is not null and %s > ? order by 1 limit %d"
            .formatted(
                column.row(),
                column.person(),
                column.column(),
                column.table(),
                column.column(),
                column.row(),
                column == SealedColumn.ATTACHMENT_CONTENT ? BATCH_OF_FILES : BATCH);
    return database.read(
        sql ->
            sql.sql(query)
                .param(last)
                .query((row, _) -> new Sealed(row.getString(1), row.getString(2), row.getBytes(3)))
                .list());
  }

  private void reseal(SealedColumn column, List<Sealed> batch) {
    List<Sealed> old = batch.stream().filter(this::isOld).toList();
    if (!old.isEmpty()) {
      count.addAndGet(database.write(sql -> update(sql, column, old)));
    }
  }

  private boolean isOld(Sealed sealed) {
    return !KeySets.isSealedWithPrimary(sealed.bytes, vault.key(sealed.personId).keys());
  }

  private long update(JdbcClient sql, SealedColumn column, List<Sealed> old) {
    String update =
        "update %s set %s = ? where %s = ? and %s = ?"
            .formatted(column.table(), column.column(), column.row(), column.column());
    long changed = 0;
    for (Sealed sealed : old) {
      changed += sql.sql(update).params(anew(column, sealed), sealed.row, sealed.bytes).update();
    }
    return changed;
  }

  private byte[] anew(SealedColumn column, Sealed sealed) {
    Place place = column.of(sealed.row, sealed.personId);
    return vault.seal(place, vault.openBytes(place, sealed.bytes, Purpose.ROTATE));
  }
}
