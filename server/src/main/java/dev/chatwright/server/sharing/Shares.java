package dev.chatwright.server.sharing;

import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The links of everybody. A link shows the branch as it was when the link was made: what is written
 * later is not in it.
 *
 * <p>Safe for use by several threads.
 */
public final class Shares {
  private static final int MOST = 1000;

  private final Database database;
  private final Vault vault;
  private final Messages messages;
  private final AttachmentSource attachments;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the store. */
  public Shares(
      Database database,
      Vault vault,
      Messages messages,
      AttachmentSource attachments,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.messages = messages;
    this.attachments = attachments;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * An open link, without what opens it.
   *
   * @param id the link
   * @param conversationId what it shows
   * @param title the conversation's title
   * @param createdAt when it was made
   * @param expiresAt when it ends
   */
  record Share(String id, String conversationId, String title, long createdAt, long expiresAt) {}

  /**
   * What a link shows.
   *
   * @param title the conversation's title
   * @param by the name of the person who shared it
   * @param messages the branch
   * @param files the names of the files that messages hold, by the message
   * @param expiresAt when the link ends
   */
  record Shown(
      String title,
      String by,
      List<Message> messages,
      Map<String, List<String>> files,
      long expiresAt) {}

  /** Returns a person's open links, newest first. */
  List<Share> of(String personId) {
    return database.read(
        sql ->
            sql.sql(
                    """
                    select s.id, s.conversation_id, c.title, s.created_at, s.expires_at
                    from share s join conversation c on c.id = s.conversation_id
                    where s.person_id = ? and s.revoked_at is null and s.expires_at > ?
                      and c.deleted_at is null order by s.id desc
                    """)
                .params(personId, clock.millis())
                .query((row, _) -> read(row, personId))
                .list());
  }

  private Share read(ResultSet row, String personId) throws SQLException {
    String conversationId = row.getString(2);
    String title =
        vault.openIfSound(
            SealedColumn.CONVERSATION_TITLE.of(conversationId, personId),
            row.getBytes(3),
            Purpose.SHOW);
    return new Share(row.getString(1), conversationId, title, row.getLong(4), row.getLong(5));
  }

  /**
   * Makes a link to the branch that a conversation shows now.
   *
   * @param secret what opens it, of which only a hash is kept
   * @throws ApiException if there is no such conversation, or nothing in it
   */
  Share make(String personId, String conversationId, Duration life, String secret) {
    String id = ids.next();
    long now = clock.millis();
    database.write(
        sql -> {
          requireRoom(sql, personId, now);
          return sql.sql(
                  """
                  insert into share (id, person_id, conversation_id, message_id, token_hash,
                    created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)
                  """)
              .params(
                  id,
                  personId,
                  conversationId,
                  shownEnd(sql, personId, conversationId),
                  Secret.hash(secret),
                  now,
                  now + life.toMillis())
              .update();
        });
    return of(personId).stream().filter(share -> share.id().equals(id)).findFirst().orElseThrow();
  }

  private static void requireRoom(JdbcClient sql, String personId, long now) {
    int present =
        sql.sql(
                "select count(*) from share where person_id = ? and revoked_at is null"
                    + " and expires_at > ?")
            .params(personId, now)
            .query(Integer.class)
            .single();
    if (present >= MOST) {
      throw ApiException.of(
          409, "too_many", "you have %d links, the most there may be".formatted(MOST));
    }
  }

  private static String shownEnd(JdbcClient sql, String personId, String conversationId) {
    Optional<String> end =
        sql.sql(
                "select active_message_id from conversation where id = ? and person_id = ?"
                    + " and deleted_at is null and active_message_id is not null")
            .params(conversationId, personId)
            .query(String.class)
            .optional();
    return end.orElseThrow(
        () ->
            ApiException.badField(
                "conversation_id",
                "'conversation_id' names nothing that is there and yours, or it is empty"));
  }

  void revoke(String id) {
    database.write(
        sql ->
            sql.sql("update share set revoked_at = ? where id = ? and revoked_at is null")
                .params(clock.millis(), id)
                .update());
  }

  /**
   * Returns what the link shows that a secret opens; empty when it ended, was revoked, or never
   * was.
   */
  Optional<Shown> open(String secret) {
    return database.read(sql -> find(sql, secret)).map(this::show);
  }

  private Optional<Link> find(JdbcClient sql, String secret) {
    return sql.sql(
            """
            select s.conversation_id, s.message_id, s.person_id, p.name, c.title, s.expires_at
            from share s join conversation c on c.id = s.conversation_id
              join person p on p.id = s.person_id
            where s.token_hash = ? and s.revoked_at is null and s.expires_at > ?
              and c.deleted_at is null and p.active
            """)
        .params(Secret.hash(secret), clock.millis())
        .query((row, _) -> link(row))
        .optional();
  }

  /** What stands in the row of a link. */
  private record Link(
      String conversationId,
      String messageId,
      String personId,
      String personName,
      String title,
      long expiresAt) {}

  private Link link(ResultSet row) throws SQLException {
    String conversationId = row.getString(1);
    String personId = row.getString(3);
    return new Link(
        conversationId,
        row.getString(2),
        personId,
        row.getString(4),
        vault.openIfSound(
            SealedColumn.CONVERSATION_TITLE.of(conversationId, personId),
            row.getBytes(5),
            Purpose.SHARE),
        row.getLong(6));
  }

  private Shown show(Link link) {
    List<String> branch =
        messages.tree(link.conversationId).path(link.messageId).stream()
            .map(node -> node.id())
            .toList();
    return new Shown(
        link.title,
        link.personName,
        messages.list(link.personId, branch, Purpose.SHARE),
        attachments.names(link.personId, branch),
        link.expiresAt);
  }
}
