package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.TimeOrderedIds;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last conversation of a page, after which the next one begins.
 *
 * <p>Immutable.
 *
 * @param updatedAt when it was changed
 * @param id the conversation
 */
record ListCursor(long updatedAt, String id) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.(.{36})");

  static ListCursor after(Conversation last) {
    return new ListCursor(last.updatedAt(), last.id());
  }

  static ListCursor parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || !TimeOrderedIds.isId(parts.group(2))) {
      throw ApiException.badField("cursor", "'cursor' must be one that a list ended with");
    }
    return new ListCursor(Long.parseLong(parts.group(1)), parts.group(2));
  }

  String text() {
    return updatedAt + "." + id;
  }
}
