package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.NewId;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message that somebody sends.
 *
 * <p>Immutable.
 *
 * @param id the id that the client gave it
 * @param first whether it follows no other
 * @param parentId the message it follows; without it the end of the shown branch
 * @param text what it says
 * @param attachmentIds the files it holds
 * @param replies what the replies are to be, one or, to compare, two
 * @param blind whether the compared stay unknown until the vote
 */
record NewMessage(
    Optional<String> id,
    boolean first,
    Optional<String> parentId,
    String text,
    List<String> attachmentIds,
    List<ReplyOptions> replies,
    boolean blind) {
  private static final Set<String> KNOWN =
      Set.of("id", "parent_id", "text", "attachment_ids", "options", "compare", "blind");
  private static final int MAX_TEXT = 2_000_000;
  private static final int MAX_ATTACHMENTS = 20;
  private static final int SIDES = 2;

  NewMessage {
    attachmentIds = List.copyOf(attachmentIds);
    replies = List.copyOf(replies);
  }

  static NewMessage parse(JsonFields fields) {
    fields.allowOnly(KNOWN);
    fields.require("text");
    String text = fields.text("text", MAX_TEXT).orElseThrow();
    List<String> attachments = fields.ids("attachment_ids", MAX_ATTACHMENTS);
    if (text.isBlank() && attachments.isEmpty()) {
      throw ApiException.badField("text", "'text' must say something");
    }
    List<ReplyOptions> replies = replies(fields);
    boolean blind = fields.flag("blind", false);
    if (blind && replies.size() < SIDES) {
      throw ApiException.badField("blind", "'blind' is allowed only with 'compare'");
    }
    return new NewMessage(
        NewId.of(fields),
        fields.isNull("parent_id"),
        fields.id("parent_id"),
        text,
        attachments,
        replies,
        blind);
  }

  private static List<ReplyOptions> replies(JsonFields fields) {
    Optional<ReplyOptions> options = fields.object("options").map(ReplyOptions::parse);
    if (fields.find("compare").isEmpty()) {
      return List.of(options.orElse(ReplyOptions.NONE));
    }
    List<JsonFields> sides = fields.objects("compare");
    if (sides.size() != SIDES || options.isPresent()) {
      throw ApiException.badField(
          "compare", "'compare' must hold two sides, and stands in the place of 'options'");
    }
    return sides.stream().map(ReplyOptions::parse).toList();
  }

  boolean isCompared() {
    return replies.size() == SIDES;
  }
}
