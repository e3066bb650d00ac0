package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets persons go on from the middle of a conversation in a new one.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class ForkController {
  private final Forks forks;
  private final Conversations conversations;
  private final ConversationViews views;
  private final ConversationNotices notices;

  ForkController(
      Forks forks,
      Conversations conversations,
      ConversationViews views,
      ConversationNotices notices) {
    this.forks = forks;
    this.conversations = conversations;
    this.views = views;
    this.notices = notices;
  }

  @PostMapping("/api/conversations/{id}/fork")
  void fork(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("message_id"));
    fields.require("message_id");
    String personId = Subject.of(request).personId();
    String made = forks.fork(personId, id, fields.id("message_id").orElseThrow());
    notices.conversation(personId, made);
    Conversation conversation =
        conversations
            .find(personId, made, Purpose.SHOW)
            .orElseThrow(() -> ApiException.of(404, "not_found", "the copy is gone"));
    Json.answer(response, 201, views.of(conversation));
  }
}
