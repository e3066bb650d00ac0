package dev.chatwright.server.generation;

import dev.chatwright.dialogue.ContextGauge;
import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows how a branch uses the model's context.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class ContextController {
  private final Conversations conversations;
  private final Messages messages;
  private final Contexts contexts;
  private final ReplyChoices choices;
  private final Speaker speaker;

  ContextController(
      Conversations conversations,
      Messages messages,
      Contexts contexts,
      ReplyChoices choices,
      Speaker speaker) {
    this.conversations = conversations;
    this.messages = messages;
    this.contexts = contexts;
    this.choices = choices;
    this.speaker = speaker;
  }

  @GetMapping("/api/conversations/{id}/context")
  void show(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    Optional<String> leaf = QueryFields.read(request, "leaf_id").id("leaf_id");
    String personId = Subject.of(request).personId();
    Conversation conversation =
        conversations
            .find(personId, id, Purpose.SHOW)
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such conversation"));
    ReplyRequest usual = choices.of(conversation, ReplyOptions.NONE, false);
    try (ModelUse use = speaker.use(usual.model())) {
      show(response, use.model(), conversation, leaf, usual);
    }
  }

  private void show(
      HttpServletResponse response,
      TextModel model,
      Conversation conversation,
      Optional<String> leaf,
      ReplyRequest usual)
      throws IOException {
    Asked asked =
        new Asked(
            conversation.personId(),
            conversation.id(),
            branch(conversation, leaf),
            usual.system(),
            Contexts.reserve(model, usual.maxTokens()));
    Json.answer(response, 200, view(contexts.gauge(model, asked), asked));
  }

  private List<String> branch(Conversation conversation, Optional<String> leaf) {
    ConversationTree<MessageState> tree = messages.tree(conversation.id());
    if (leaf.isPresent() && tree.node(leaf.get()).isEmpty()) {
      throw ApiException.badField("leaf_id", "'leaf_id' must be a message of this conversation");
    }
    return leaf.or(() -> Optional.ofNullable(conversation.activeMessageId()))
        .flatMap(tree::node)
        .map(end -> tree.path(end.id()).stream().map(Node::id).toList())
        .orElse(List.of());
  }

  private Map<String, Object> view(ContextGauge gauge, Asked asked) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("length", gauge.length());
    view.put("system", gauge.system());
    view.put("attachments", gauge.attachments());
    view.put("summary", gauge.summary());
    view.put("turns", gauge.turns());
    view.put("reserve", gauge.reserve());
    view.put("free", Math.max(0, gauge.free()));
    contexts.summary(asked).ifPresent(summary -> view.put("summary_id", summary.id()));
    return view;
  }
}
