package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.QueryFields;
import java.util.Optional;

/**
 * Which conversations to list.
 *
 * <p>Immutable.
 *
 * @param view which kind
 * @param folderId only those in this folder
 * @param tagId only those with this tag
 * @param cursor only those after this one
 * @param limit how many
 */
record ListQuery(
    View view,
    Optional<String> folderId,
    Optional<String> tagId,
    Optional<ListCursor> cursor,
    int limit) {
  private static final int MOST = 100;
  private static final int USUAL = 50;

  /** The kinds of lists. */
  enum View {
    CURRENT("deleted_at is null and not archived"),
    PINNED("deleted_at is null and pinned"),
    ARCHIVED("deleted_at is null and archived"),
    DELETED("deleted_at is not null");

    private final String condition;

    View(String condition) {
      this.condition = condition;
    }

    String condition() {
      return condition;
    }

    static View parse(String name) {
      return switch (name) {
        case "current" -> CURRENT;
        case "pinned" -> PINNED;
        case "archived" -> ARCHIVED;
        case "deleted" -> DELETED;
        default ->
            throw ApiException.badField(
                "view", "'view' must be current, pinned, archived or deleted");
      };
    }
  }

  static ListQuery parse(QueryFields fields) {
    return new ListQuery(
        fields.text("view").map(View::parse).orElse(View.CURRENT),
        fields.id("folder_id"),
        fields.id("tag_id"),
        fields.text("cursor").map(ListCursor::parse),
        fields.integer("limit", 1, MOST).orElse(USUAL));
  }
}
