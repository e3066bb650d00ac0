package dev.chatwright.server.generation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.MessageViews;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.generation.Sending.Sent;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes messages and asks for replies to them.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class ReplyController {
  private final Sending sending;
  private final Again again;
  private final Messages messages;
  private final MessageViews views;

  ReplyController(Sending sending, Again again, Messages messages, MessageViews views) {
    this.sending = sending;
    this.again = again;
    this.messages = messages;
    this.views = views;
  }

  @PostMapping("/api/conversations/{id}/messages")
  void send(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    NewMessage wanted = NewMessage.parse(JsonBody.read(request));
    String personId = Subject.of(request).personId();
    Sent sent = sending.send(personId, id, wanted);
    Json.answer(response, 202, answer(personId, id, sent));
  }

  private Map<String, Object> answer(String personId, String conversationId, Sent sent) {
    ConversationTree<MessageState> tree = messages.tree(conversationId);
    List<String> all = new ArrayList<>(List.of(sent.messageId()));
    all.addAll(sent.replyIds());
    List<Map<String, Object>> shown = views.of(personId, conversationId, tree, all);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("message", shown.getFirst());
    answer.put("replies", shown.subList(1, shown.size()));
    Object comparison = shown.getFirst().get("comparison");
    if (comparison != null) {
      answer.put("comparison", comparison);
    }
    return answer;
  }

  @PostMapping("/api/messages/{id}/replies")
  void regenerate(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ReplyOptions options = ReplyOptions.NONE;
    if (request.getContentLengthLong() != 0) {
      JsonFields fields = JsonBody.read(request);
      fields.allowOnly(Set.of("options"));
      options = fields.object("options").map(ReplyOptions::parse).orElse(ReplyOptions.NONE);
    }
    String personId = Subject.of(request).personId();
    answer(response, personId, again.regenerate(personId, id, options));
  }

  @PostMapping("/api/messages/{id}/continue")
  void goOn(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String personId = Subject.of(request).personId();
    answer(response, personId, again.goOn(personId, id));
  }

  private void answer(HttpServletResponse response, String personId, Message message)
      throws IOException {
    Json.answer(response, 202, views.one(personId, message.conversationId(), message.id()));
  }
}
