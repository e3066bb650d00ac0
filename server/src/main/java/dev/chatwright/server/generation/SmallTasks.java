package dev.chatwright.server.generation;

import dev.chatwright.dialogue.FollowUpTask;
import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.TaskPrompt;
import dev.chatwright.dialogue.TitleTask;
import dev.chatwright.dialogue.Turn;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.vault.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What models do beside chats: titles, and what one might ask next.
 *
 * <p>Safe for use by several threads.
 */
final class SmallTasks {
  private static final int TITLE_TOKENS = 32;
  private static final int FOLLOW_UP_TOKENS = 160;
  private static final int LAST_TURNS = 4;
  private static final int FIRST_TURNS = 2;

  private final Messages messages;
  private final Speaker speaker;

  SmallTasks(Messages messages, Speaker speaker) {
    this.messages = messages;
    this.speaker = speaker;
  }

  /**
   * Returns what the model answers when asked for a title of the branch that ends with a reply;
   * empty when it was broken off.
   */
  Optional<String> titleAnswer(TextModel model, Message reply, BooleanSupplier goOn)
      throws InterruptedException {
    List<String> path = path(reply);
    List<Turn> turns = turns(reply, path.subList(0, Math.min(FIRST_TURNS, path.size())));
    String answer = run(reply.personId(), model, TitleTask.prompt(turns), TITLE_TOKENS, goOn);
    return goOn.getAsBoolean() ? Optional.of(answer) : Optional.empty();
  }

  /** Returns what the person might ask after a reply. */
  List<String> followUps(TextModel model, Message reply, BooleanSupplier goOn)
      throws InterruptedException {
    List<String> path = path(reply);
    List<Turn> turns =
        turns(reply, path.subList(Math.max(0, path.size() - LAST_TURNS), path.size()));
    return FollowUpTask.parse(
        run(reply.personId(), model, FollowUpTask.prompt(turns), FOLLOW_UP_TOKENS, goOn));
  }

  private List<String> path(Message reply) {
    return messages.tree(reply.conversationId()).path(reply.id()).stream().map(Node::id).toList();
  }

  private List<Turn> turns(Message reply, List<String> ids) {
    return messages.list(reply.personId(), ids, Purpose.REPLY).stream()
        .map(message -> new Turn(message.id(), message.role(), message.text()))
        .toList();
  }

  private String run(
      String personId, TextModel model, TaskPrompt task, int maxTokens, BooleanSupplier goOn)
      throws InterruptedException {
    GenerationRequest request =
        speaker.aside(personId, model, Speaker.task(model, task, maxTokens));
    try (GenerationStream stream = Speaker.submit(model, request)) {
      return Speaker.collect(stream, goOn);
    }
  }
}
