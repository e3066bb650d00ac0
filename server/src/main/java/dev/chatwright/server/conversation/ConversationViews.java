package dev.chatwright.server.conversation;

import dev.chatwright.server.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as the API shows them.
 *
 * <p>Safe for use by several threads.
 */
public final class ConversationViews {
  private final Database database;

  /** Creates the views. */
  public ConversationViews(Database database) {
    this.database = database;
  }

  /** Returns what to answer for one conversation. */
  public Map<String, Object> of(Conversation conversation) {
    return of(List.of(conversation)).getFirst();
  }

  /** Returns what to answer for a page of conversations. */
  public List<Map<String, Object>> of(List<Conversation> page) {
    if (page.isEmpty()) {
      return List.of();
    }
    List<String> ids = page.stream().map(Conversation::id).toList();
    Map<String, List<String>> tags = tags(ids);
    Set<String> writing = writing(ids);
    return page.stream()
        .map(one -> view(one, tags.getOrDefault(one.id(), List.of()), writing.contains(one.id())))
        .toList();
  }

  private Map<String, List<String>> tags(List<String> ids) {
    Map<String, List<String>> tags = new HashMap<>();
    return database.read(
        sql -> {
          sql.sql(
                  "select conversation_id, tag_id from conversation_tag"
                      + " where conversation_id in (:ids) order by tag_id")
              .param("ids", ids)
              .query(
                  row -> {
                    tags.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add(row.getString(2));
                  });
          return tags;
        });
  }

  private Set<String> writing(List<String> ids) {
    return database.read(
        sql ->
            new HashSet<>(
                sql.sql(
                        "select conversation_id from generation where state in ('queued',"
                            + " 'running') and conversation_id in (:ids)")
                    .param("ids", ids)
                    .query(String.class)
                    .list()));
  }

  private static Map<String, Object> view(
      Conversation conversation, List<String> tags, boolean writing) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", conversation.id());
    view.put("title", conversation.title());
    view.put("pinned", conversation.pinned());
    view.put("archived", conversation.archived());
    putIfThere(view, "folder_id", conversation.folderId());
    view.put("tag_ids", tags);
    putIfThere(view, "model", conversation.model());
    putIfThere(view, "persona_id", conversation.personaId());
    putIfThere(view, "active_message_id", conversation.activeMessageId());
    view.put("writing", writing);
    view.put("message_count", conversation.messageCount());
    view.put("created_at", conversation.createdAt());
    view.put("updated_at", conversation.updatedAt());
    putIfThere(view, "deleted_at", conversation.deletedAt());
    return view;
  }

  private static void putIfThere(Map<String, Object> view, String name, @Nullable Object value) {
    if (value != null) {
      view.put(name, value);
    }
  }
}
