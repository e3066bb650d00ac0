package dev.chatwright.server.attachment;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The files of everybody, sealed.
 *
 * <p>Safe for use by several threads.
 */
public final class Attachments {
  private static final String COLUMNS = "id, person_id, kind, state, size_bytes, about";

  private final Database database;
  private final Vault vault;
  private final AttachmentLimits limits;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the store. */
  public Attachments(
      Database database, Vault vault, AttachmentLimits limits, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
  }

  /** Stores a file as it came, to be read. */
  Attachment add(String personId, String name, byte[] content) {
    String id = ids.next();
    AttachmentKind kind = AttachmentKind.of(content);
    About about = About.unread(name);
    byte[] sealedAbout = vault.sealJson(SealedColumn.ATTACHMENT_ABOUT.of(id, personId), about);
    byte[] sealed = vault.seal(SealedColumn.ATTACHMENT_CONTENT.of(id, personId), content);
    database.write(
        sql -> {
          requireRoom(sql, personId, content.length);
          return sql.sql(
                  """
                  insert into attachment (id, person_id, kind, state, size_bytes, about, content,
                    created_at) values (?, ?, ?, 'reading', ?, ?, ?, ?)
                  """)
              .params(
                  id,
                  personId,
                  kind.wireName(),
                  content.length,
                  sealedAbout,
                  sealed,
                  clock.millis())
              .update();
        });
    return Attachment.of(id, kind, AttachmentState.READING, content.length, about);
  }

  private record Held(long files, long bytes) {}

  private void requireRoom(JdbcClient sql, String personId, int more) {
    Held held =
        sql.sql("select count(*), coalesce(sum(size_bytes), 0) from attachment where person_id = ?")
            .param(personId)
            .query((row, _) -> new Held(row.getLong(1), row.getLong(2)))
            .single();
    if (held.files() >= limits.personFiles() || held.bytes() + more > limits.personBytes()) {
      throw ApiException.of(
          413,
          "too_many_files",
          "your files take %d MB of %d MB; delete chats with files you no longer need"
              .formatted(held.bytes() / 1_000_000, limits.personBytes() / 1_000_000));
    }
  }

  /** Stores what a file's reading gave. An image keeps nothing of the file that came. */
  void settle(String id, String personId, Reading reading) {
    byte[] about = vault.sealJson(SealedColumn.ATTACHMENT_ABOUT.of(id, personId), reading.about());
    database.write(
        sql -> {
          sql.sql("update attachment set state = ?, about = ? where id = ?")
              .params(reading.state().wireName(), about, id)
              .update();
          reading
              .pages()
              .ifPresent(
                  pages ->
                      sql.sql("update attachment set pages = ? where id = ?")
                          .params(
                              vault.sealJson(SealedColumn.ATTACHMENT_PAGES.of(id, personId), pages),
                              id)
                          .update());
          reading
              .content()
              .ifPresent(
                  content ->
                      sql.sql("update attachment set content = ? where id = ?")
                          .params(
                              vault.seal(SealedColumn.ATTACHMENT_CONTENT.of(id, personId), content),
                              id)
                          .update());
          return 0;
        });
  }

  /** Returns those that were being read when the server ended. */
  List<Unread> unread() {
    return database.read(
        sql ->
            sql.sql("select id, person_id from attachment where state = 'reading' order by id")
                .query((row, _) -> new Unread(row.getString(1), row.getString(2)))
                .list());
  }

  /**
   * One that has to be read.
   *
   * @param id the attachment
   * @param personId whose it is
   */
  record Unread(String id, String personId) {}

  /** Returns one of a person. */
  Optional<Attachment> find(String id, String personId) {
    return database.read(
        sql ->
            sql.sql("select " + COLUMNS + " from attachment where id = ? and person_id = ?")
                .params(id, personId)
                .query((row, _) -> read(row))
                .optional());
  }

  Attachment read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    About about =
        vault
            .openJsonIfSound(
                SealedColumn.ATTACHMENT_ABOUT.of(id, row.getString("person_id")),
                row.getBytes("about"),
                About.class,
                Purpose.SHOW)
            .orElse(About.unread("(damaged name)"));
    return Attachment.of(
        id,
        AttachmentKind.ofWire(row.getString("kind")),
        AttachmentState.ofWire(row.getString("state")),
        row.getLong("size_bytes"),
        about);
  }

  /** Returns the bytes: of an image those made anew, of a document those that came. */
  byte[] content(String id, String personId, Purpose purpose) {
    byte[] sealed =
        database.read(
            sql ->
                sql.sql("select content from attachment where id = ?")
                    .param(id)
                    .query((row, _) -> row.getBytes(1))
                    .single());
    return vault.openBytes(SealedColumn.ATTACHMENT_CONTENT.of(id, personId), sealed, purpose);
  }

  /** Returns the text by pages, none when there is none. */
  StoredPages pages(String id, String personId, Purpose purpose) {
    Optional<byte[]> stored =
        database.read(
            sql ->
                sql.sql("select pages from attachment where id = ? and pages is not null")
                    .param(id)
                    .query((row, _) -> row.getBytes(1))
                    .optional());
    return stored
        .map(
            bytes ->
                vault.openJson(
                    SealedColumn.ATTACHMENT_PAGES.of(id, personId),
                    bytes,
                    StoredPages.class,
                    purpose))
        .orElse(new StoredPages(List.of()));
  }

  /**
   * Removes one that no message holds.
   *
   * @throws ApiException if a message holds it
   */
  void remove(String id) {
    database.write(
        sql -> {
          boolean held =
              sql.sql("select 1 from message_attachment where attachment_id = ? limit 1")
                  .param(id)
                  .query(Integer.class)
                  .optional()
                  .isPresent();
          if (held) {
            throw ApiException.of(
                409, "attachment_used", "a message holds this file; delete the chat instead");
          }
          return sql.sql("delete from attachment where id = ?").param(id).update();
        });
  }

  /** Removes those that were attached and never sent. */
  int removeUnused() {
    long before = clock.millis() - limits.unusedKept().toMillis();
    return database.write(
        sql ->
            sql.sql(
                    """
                    delete from attachment where created_at < ? and not exists
                      (select 1 from message_attachment m where m.attachment_id = attachment.id)
                    """)
                .param(before)
                .update());
  }
}
