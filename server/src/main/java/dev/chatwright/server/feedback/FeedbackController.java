package dev.chatwright.server.feedback;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /api/messages/ID/feedback}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class FeedbackController {
  private final Feedbacks feedbacks;
  private final Messages messages;
  private final FeedbackReasons reasons;

  /** Creates the controller. */
  public FeedbackController(Feedbacks feedbacks, Messages messages, FeedbackReasons reasons) {
    this.feedbacks = feedbacks;
    this.messages = messages;
    this.reasons = reasons;
  }

  @PutMapping("/api/messages/{id}/feedback")
  void give(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonFields fields = JsonBody.read(request);
    Message reply = reply(Subject.of(request).personId(), id);
    Feedback feedback = Feedback.parse(fields, reasons, reply.text().length());
    Json.answer(response, 200, feedbacks.keep(reply, feedback));
  }

  private Message reply(String personId, String id) {
    Message message = messages.find(personId, id, Purpose.SHOW).orElseThrow();
    if (message.role() != Role.ASSISTANT) {
      throw ApiException.of(
          409, "not_a_reply", "feedback is for replies; this message is the person's own");
    }
    if (message.state().isOpen()) {
      throw ApiException.of(
          409, "reply_unfinished", "this reply is still being written; wait for its end");
    }
    return message;
  }

  @DeleteMapping("/api/messages/{id}/feedback")
  void withdraw(@PathVariable("id") String id, HttpServletResponse response) {
    feedbacks.withdraw(id);
    Json.answerDone(response);
  }
}
