package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists, makes, changes, deletes and restores conversations.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ConversationController {
  private static final int MAX_MODEL = 200;

  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final ConversationViews views;
  private final Notices notices;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the controller. */
  public ConversationController(
      Database database,
      Conversations conversations,
      Messages messages,
      ConversationViews views,
      Notices notices,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.views = views;
    this.notices = notices;
    this.ids = ids;
    this.clock = clock;
  }

  @GetMapping("/api/conversations")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ListQuery query =
        ListQuery.parse(
            QueryFields.read(request, "cursor", "limit", "view", "folder_id", "tag_id"));
    List<Conversation> found = conversations.list(Subject.of(request).personId(), query);
    List<Conversation> page = found.subList(0, Math.min(found.size(), query.limit()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("conversations", views.of(page));
    answer.put(
        "next_cursor",
        found.size() > query.limit() ? ListCursor.after(page.getLast()).text() : null);
    Json.answer(response, 200, answer);
  }

  @PostMapping("/api/conversations")
  void make(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("id", "model", "persona_id", "folder_id"));
    String personId = Subject.of(request).personId();
    Optional<String> folder = fields.id("folder_id");
    Optional<String> persona = fields.id("persona_id");
    Conversation made =
        Conversation.begun(NewId.of(fields).orElseGet(ids::next), personId, clock.millis())
            .with(
                Name.find(fields, "model", MAX_MODEL).orElse(null),
                persona.orElse(null),
                folder.orElse(null));
    boolean fresh =
        database.write(
            sql -> {
              folder.ifPresent(id -> OwnThings.requireFolder(sql, personId, id));
              persona.ifPresent(id -> OwnThings.requirePersona(sql, personId, id));
              return conversations.insertOnce(sql, made);
            });
    answer(response, fresh ? 201 : 200, personId, made.id());
  }

  @GetMapping("/api/conversations/{id}")
  void show(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.answer(response, 200, view(Subject.of(request).personId(), id));
  }

  @PatchMapping("/api/conversations/{id}")
  void change(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ConversationChange change = new ConversationChange(JsonBody.read(request));
    String personId = Subject.of(request).personId();
    database.write(
        sql -> {
          change.write(sql, personId, id);
          change
              .title()
              .ifPresent(
                  title ->
                      conversations.setTitle(
                          sql,
                          personId,
                          id,
                          title,
                          title.isEmpty() ? TitleOrigin.NONE : TitleOrigin.PERSON));
          change.activeId().ifPresent(message -> showBranch(sql, id, message));
          return id;
        });
    answer(response, 200, personId, id);
  }

  private void showBranch(JdbcClient sql, String id, String messageId) {
    ConversationTree<MessageState> tree = messages.tree(sql, id);
    if (tree.node(messageId).isEmpty()) {
      throw ApiException.badField(
          "active_message_id", "'active_message_id' must be a message of this conversation");
    }
    conversations.showBranch(sql, id, tree.newestLeafBelow(messageId).id());
  }

  @DeleteMapping("/api/conversations/{id}")
  void delete(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response) {
    String personId = Subject.of(request).personId();
    database.write(
        sql ->
            sql.sql("update conversation set deleted_at = ? where id = ? and deleted_at is null")
                .params(clock.millis(), id)
                .update());
    notices.publish(personId, "conversation_gone", Map.of("conversation_id", id));
    response.setStatus(204);
  }

  @PostMapping("/api/conversations/{id}/restore")
  void restore(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String personId = Subject.of(request).personId();
    database.write(
        sql ->
            sql.sql("update conversation set deleted_at = null where id = ?").param(id).update());
    answer(response, 200, personId, id);
  }

  private void answer(HttpServletResponse response, int status, String personId, String id)
      throws IOException {
    Map<String, Object> view = view(personId, id);
    notices.publish(personId, "conversation", Map.of("conversation", view));
    Json.answer(response, status, view);
  }

  private Map<String, Object> view(String personId, String id) {
    return conversations
        .find(personId, id, Purpose.SHOW)
        .map(views::of)
        .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such conversation"));
  }
}
