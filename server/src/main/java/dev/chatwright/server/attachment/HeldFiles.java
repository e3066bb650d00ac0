package dev.chatwright.server.attachment;

import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.MessageDecoration;
import dev.chatwright.server.conversation.MessageView;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The files that messages hold: for the model to read, and for people to see.
 *
 * <p>Safe for use by several threads.
 */
public final class HeldFiles implements AttachmentSource, MessageDecoration {
  private final Database database;
  private final Attachments attachments;

  /** Creates the source. */
  public HeldFiles(Database database, Attachments attachments) {
    this.database = database;
    this.attachments = attachments;
  }

  private record Held(String messageId, int position, Attachment attachment) {}

  /** Returns the files of messages, by message and in their order. */
  private Map<String, List<Attachment>> held(String personId, List<String> messageIds) {
    return list(personId, messageIds).stream()
        .sorted(Comparator.comparingInt(Held::position))
        .collect(
            Collectors.groupingBy(
                Held::messageId, Collectors.mapping(Held::attachment, Collectors.toList())));
  }

  private List<Held> list(String personId, List<String> messageIds) {
    return Database.inParts(messageIds)
        .flatMap(some -> database.read(sql -> list(sql, personId, some)).stream())
        .toList();
  }

  private List<Held> list(JdbcClient sql, String personId, List<String> messageIds) {
    return sql.sql(
            """
            select h.message_id, h.position, a.id, a.person_id, a.kind, a.state, a.size_bytes, a.about
            from message_attachment h join attachment a on a.id = h.attachment_id
            where a.person_id = :person and h.message_id in (:ids)
            """)
        .param("person", personId)
        .param("ids", messageIds)
        .query((row, _) -> new Held(row.getString(1), row.getInt(2), attachments.read(row)))
        .list();
  }

  @Override
  public List<File> files(String personId, List<String> messageIds) {
    Map<String, List<Attachment>> held = held(personId, messageIds);
    return messageIds.stream()
        .flatMap(id -> held.getOrDefault(id, List.of()).stream())
        .map(attachment -> file(attachment, personId))
        .toList();
  }

  @Override
  public Map<String, List<String>> names(String personId, List<String> messageIds) {
    Map<String, List<String>> names = new HashMap<>();
    held(personId, messageIds)
        .forEach((id, files) -> names.put(id, files.stream().map(Attachment::name).toList()));
    return names;
  }

  private File file(Attachment attachment, String personId) {
    List<String> pages =
        attachments.pages(attachment.id(), personId, Purpose.REPLY).pages().stream()
            .map(StoredPages.Page::text)
            .toList();
    return new File(attachment.id(), attachment.name(), pages);
  }

  @Override
  public void hold(JdbcClient sql, String personId, String messageId, List<String> attachmentIds) {
    int position = 0;
    for (String id : attachmentIds) {
      requireReady(sql, personId, id);
      sql.sql(
              "insert into message_attachment (message_id, attachment_id, position) values (?, ?, ?)")
          .params(messageId, id, position++)
          .update();
    }
  }

  private static void requireReady(JdbcClient sql, String personId, String id) {
    String state =
        sql.sql("select state from attachment where id = ? and person_id = ?")
            .params(id, personId)
            .query(String.class)
            .optional()
            .orElseThrow(
                () ->
                    ApiException.badField(
                        "attachment_ids",
                        "'attachment_ids' names nothing that is there and yours"));
    if (!state.equals(AttachmentState.READY.wireName())) {
      throw ApiException.of(
          409,
          "attachment_ids",
          "attachment_not_ready",
          state.equals(AttachmentState.READING.wireName())
              ? "a file is still being read; wait a moment and send again"
              : "a file could not be read; take it out and send again");
    }
  }

  @Override
  public void decorate(String personId, Map<String, MessageView> views) {
    held(personId, List.copyOf(views.keySet()))
        .forEach(
            (id, list) -> {
              MessageView view = views.get(id);
              if (view != null) {
                view.put("attachments", list);
              }
            });
  }
}
