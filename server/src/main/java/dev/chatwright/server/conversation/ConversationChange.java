package dev.chatwright.server.conversation;

import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a request changes of a conversation. Confined to one thread. */
final class ConversationChange {
  private static final Set<String> KNOWN =
      Set.of(
          "title",
          "pinned",
          "archived",
          "folder_id",
          "tag_ids",
          "model",
          "persona_id",
          "active_message_id");
  private static final int MAX_TITLE = 200;
  private static final int MAX_MODEL = 200;
  private static final int MAX_TAGS = 100;

  private final JsonFields fields;
  private final Optional<String> title;
  private final Optional<String> model;
  private final Optional<String> folderId;
  private final Optional<String> personaId;
  private final Optional<String> activeId;
  private final List<String> tagIds;

  ConversationChange(JsonFields fields) {
    fields.allowOnly(KNOWN);
    this.fields = fields;
    title = fields.text("title", MAX_TITLE).map(ConversationChange::line);
    model = Name.find(fields, "model", MAX_MODEL);
    folderId = fields.id("folder_id");
    personaId = fields.id("persona_id");
    activeId = fields.id("active_message_id");
    tagIds = fields.ids("tag_ids", MAX_TAGS);
    fields.flag("pinned", false);
    fields.flag("archived", false);
  }

  private static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.isEmpty() ? line : Name.shown("title", line);
  }

  Optional<String> title() {
    return title;
  }

  /** The message whose branch is to be shown. */
  Optional<String> activeId() {
    return activeId;
  }

  /** Writes all but title and branch. */
  void write(JdbcClient sql, String personId, String id) {
    folderId.ifPresent(folder -> OwnThings.requireFolder(sql, personId, folder));
    personaId.ifPresent(persona -> OwnThings.requirePersona(sql, personId, persona));
    List<String> set = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (String flag : List.of("pinned", "archived")) {
      if (fields.find(flag).isPresent()) {
        set.add(flag + " = ?");
        values.add(fields.flag(flag, false));
      }
    }
    add(set, values, "folder_id", folderId);
    add(set, values, "model", model);
    add(set, values, "persona_id", personaId);
    if (!set.isEmpty()) {
      values.add(id);
      sql.sql("update conversation set " + String.join(", ", set) + " where id = ?")
          .params(values)
          .update();
    }
    if (fields.find("tag_ids").isPresent()) {
      writeTags(sql, personId, id);
    }
  }

  private void add(
      List<String> set, List<@Nullable Object> values, String column, Optional<String> value) {
    if (value.isPresent() || fields.isNull(column)) {
      set.add(column + " = ?");
      values.add(value.orElse(null));
    }
  }

  private void writeTags(JdbcClient sql, String personId, String id) {
    OwnThings.requireTags(sql, personId, tagIds);
    sql.sql("delete from conversation_tag where conversation_id = ?").param(id).update();
    for (String tag : tagIds) {
      sql.sql("insert into conversation_tag (conversation_id, tag_id) values (?, ?)")
          .params(id, tag)
          .update();
    }
  }
}
