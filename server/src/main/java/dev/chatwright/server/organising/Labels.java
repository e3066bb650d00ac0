package dev.chatwright.server.organising;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.Vault;
import java.text.Collator;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The folders and tags of everybody.
 *
 * <p>Safe for use by several threads.
 */
public final class Labels {
  private static final int MOST = 500;

  private final Database database;
  private final Vault vault;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the lists over a database. */
  public Labels(Database database, Vault vault, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Returns a person's labels by name. */
  List<Label> of(LabelKind kind, String personId) {
    Comparator<String> byName = Collator.getInstance(Locale.ROOT)::compare;
    return database.read(sql -> of(sql, kind, personId)).stream()
        .sorted(Comparator.comparing(Label::name, byName))
        .toList();
  }

  private List<Label> of(JdbcClient sql, LabelKind kind, String personId) {
    return sql.sql("select id, name from " + kind.table() + " where person_id = ?")
        .param(personId)
        .query((row, _) -> open(kind, row.getString(1), personId, row.getBytes(2)))
        .list();
  }

  private Label open(LabelKind kind, String id, String personId, byte[] sealed) {
    return new Label(
        id, vault.openIfSound(kind.sealedName().of(id, personId), sealed, Purpose.SHOW));
  }

  Label make(LabelKind kind, String personId, String name) {
    String id = ids.next();
    byte[] sealed = vault.seal(kind.sealedName().of(id, personId), name);
    database.write(
        sql -> {
          requireRoom(of(sql, kind, personId), id, name);
          return sql.sql(
                  "insert into %s (id, person_id, name, created_at) values (?, ?, ?, ?)"
                      .formatted(kind.table()))
              .params(id, personId, sealed, clock.millis())
              .update();
        });
    return new Label(id, name);
  }

  Label rename(LabelKind kind, String id, String personId, String name) {
    byte[] sealed = vault.seal(kind.sealedName().of(id, personId), name);
    database.write(
        sql -> {
          requireRoom(of(sql, kind, personId), id, name);
          return sql.sql("update %s set name = ? where id = ?".formatted(kind.table()))
              .params(sealed, id)
              .update();
        });
    return new Label(id, name);
  }

  /** Names are sealed, so that no index can keep them apart. */
  private static void requireRoom(List<Label> present, String id, String name) {
    if (present.stream()
        .anyMatch(label -> !label.id().equals(id) && label.name().equalsIgnoreCase(name))) {
      throw ApiException.of(
          409, "name", "name_taken", "there is one called %s already".formatted(Quote.brief(name)));
    }
    if (present.size() >= MOST) {
      throw ApiException.of(
          409, "too_many", "there are %d already, the most there may be".formatted(MOST));
    }
  }

  /** Removes a label; the conversations stay. */
  void remove(LabelKind kind, String id) {
    database.write(
        sql -> {
          sql.sql(kind.beforeRemoval()).param(id).update();
          return sql.sql("delete from %s where id = ?".formatted(kind.table())).param(id).update();
        });
  }
}
