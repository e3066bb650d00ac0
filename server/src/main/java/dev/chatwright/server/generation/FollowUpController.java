package dev.chatwright.server.generation;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has the model suggest what one might ask next, and keeps it with the reply.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class FollowUpController {
  private final Database database;
  private final Messages messages;
  private final Speaker speaker;
  private final SmallTasks tasks;

  FollowUpController(Database database, Messages messages, Speaker speaker, SmallTasks tasks) {
    this.database = database;
    this.messages = messages;
    this.speaker = speaker;
    this.tasks = tasks;
  }

  @PostMapping("/api/messages/{id}/follow-ups")
  void suggest(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    String personId = Subject.of(request).personId();
    Message reply =
        messages
            .find(personId, id, Purpose.REPLY)
            .filter(message -> message.role() == Role.ASSISTANT && !message.state().isOpen())
            .orElseThrow(
                () ->
                    ApiException.of(
                        409, "not_a_reply", "only a reply that has ended has follow-ups"));
    Object known = reply.details().find("follow_ups").map(Object.class::cast).orElseGet(List::of);
    Json.answer(
        response,
        200,
        Map.of(
            "follow_ups",
            reply.details().find("follow_ups").isPresent()
                ? known
                : suggest(reply, ClientConnection.of(request))));
  }

  private List<String> suggest(Message reply, ClientConnection client)
      throws InterruptedException, IOException {
    String model = reply.model() == null ? speaker.defaultModel() : reply.model();
    List<String> suggested;
    try (ModelUse use = speaker.use(model)) {
      suggested = tasks.followUps(use.model(), reply, () -> !client.isGone());
    }
    client.requireOpen();
    database.write(
        sql -> {
          messages
              .find(sql, reply.personId(), reply.id(), Purpose.REPLY)
              .ifPresent(
                  now ->
                      messages.updateDetails(
                          sql, now.withDetails(now.details().with("follow_ups", suggested))));
          return suggested;
        });
    return suggested;
  }
}
