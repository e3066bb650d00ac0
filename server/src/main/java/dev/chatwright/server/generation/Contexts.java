package dev.chatwright.server.generation;

import dev.chatwright.dialogue.Attachment;
import dev.chatwright.dialogue.ContextGauge;
import dev.chatwright.dialogue.ContextPlan;
import dev.chatwright.dialogue.ContextPlan.Fits;
import dev.chatwright.dialogue.ContextPlan.NeedsSummary;
import dev.chatwright.dialogue.ContextPlan.TooLong;
import dev.chatwright.dialogue.ContextPlanner;
import dev.chatwright.dialogue.ContextRequest;
import dev.chatwright.dialogue.ContextWindow;
import dev.chatwright.dialogue.Role;
import dev.chatwright.dialogue.Summary;
import dev.chatwright.dialogue.TokenCounter;
import dev.chatwright.dialogue.Turn;
import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.conversation.Summaries;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.vault.Purpose;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Divides models' contexts among the parts of conversations.
 *
 * <p>Safe for use by several threads.
 */
final class Contexts {
  private static final int LEAST_SHARE = 4;

  private final Messages messages;
  private final Summaries summaries;
  private final AttachmentSource attachments;
  private final TokenCounts counts = new TokenCounts();
  private final Map<String, Integer> overheads = new ConcurrentHashMap<>();

  Contexts(Messages messages, Summaries summaries, AttachmentSource attachments) {
    this.messages = messages;
    this.summaries = summaries;
    this.attachments = attachments;
  }

  /** The tokens that a model keeps free for a reply of so many. */
  static int reserve(TextModel model, int maxTokens) {
    return Math.max(1, Math.min(maxTokens, model.contextLength() / LEAST_SHARE));
  }

  /** The summary that stands for the beginning of a branch. */
  Optional<Summaries.Stored> summary(Asked asked) {
    return summaries.applicable(
        asked.personId(), asked.conversationId(), new HashSet<>(asked.branch()), Purpose.REPLY);
  }

  /** Returns what the model can be given. */
  ContextPlan plan(TextModel model, Asked asked) {
    TokenCounter counter = counts.of(model);
    Optional<Summary> summary =
        summary(asked).map(stored -> new Summary(stored.lastMessageId(), stored.text()));
    ContextWindow window =
        new ContextWindow(
            model.contextLength(),
            asked.reserve(),
            overheads.computeIfAbsent(model.id(), _ -> TokenCounts.overhead(model)));
    return ContextPlanner.plan(
        new ContextRequest(
            window, asked.system(), files(asked, counter), summary, turns(asked, summary)),
        counter);
  }

  /** Returns how the context is used; more than there is of it while a summary is due. */
  ContextGauge gauge(TextModel model, Asked asked) {
    return switch (plan(model, asked)) {
      case Fits fits -> fits.gauge();
      case NeedsSummary _, TooLong _ -> overfull(model, asked);
    };
  }

  private ContextGauge overfull(TextModel model, Asked asked) {
    TokenCounter counter = counts.of(model);
    Optional<Summary> summary =
        summary(asked).map(stored -> new Summary(stored.lastMessageId(), stored.text()));
    int turns = turns(asked, summary).stream().mapToInt(turn -> counter.count(turn.text())).sum();
    return new ContextGauge(
        model.contextLength(),
        counter.count(asked.system()),
        0,
        summary.map(known -> counter.count(known.promptText())).orElse(0),
        turns,
        asked.reserve());
  }

  private List<Attachment> files(Asked asked, TokenCounter counter) {
    return attachments.files(asked.personId(), asked.branch()).stream()
        .map(file -> new Attachment(file.attachmentId(), file.name(), pages(file, counter)))
        .toList();
  }

  private static List<Attachment.Page> pages(AttachmentSource.File file, TokenCounter counter) {
    return file.pages().stream().map(page -> Attachment.Page.of(page, counter)).toList();
  }

  /** What a summary stands for is not read, but for its last message, which marks the place. */
  private List<Turn> turns(Asked asked, Optional<Summary> summary) {
    int from = summary.map(known -> asked.branch().indexOf(known.upToNodeId())).orElse(0);
    List<String> read = asked.branch().subList(Math.max(0, from), asked.branch().size());
    return messages.list(asked.personId(), read, Purpose.REPLY).stream()
        .filter(message -> says(message) || isMark(message, summary))
        .map(message -> new Turn(message.id(), message.role(), message.text()))
        .toList();
  }

  private static boolean isMark(Message message, Optional<Summary> summary) {
    return summary.filter(known -> known.upToNodeId().equals(message.id())).isPresent();
  }

  /** A reply that failed before its first word is no turn. */
  private static boolean says(Message message) {
    return message.role() != Role.ASSISTANT || !message.text().isEmpty();
  }
}
