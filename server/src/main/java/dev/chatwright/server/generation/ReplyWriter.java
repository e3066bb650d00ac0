package dev.chatwright.server.generation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.generation.LiveReply.StoppedException;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.vault.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one reply, from the wait for the model to the engine's last word. Confined to one thread.
 */
final class ReplyWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

  private final Messages messages;
  private final PromptMaker prompts;
  private final Speaker speaker;
  private final ServerMetrics metrics;
  private final LiveReply reply;
  private final StringBuilder written = new StringBuilder();
  private MessageDetails details = MessageDetails.NONE;
  private Duration firstToken = Duration.ZERO;

  ReplyWriter(
      Messages messages,
      PromptMaker prompts,
      Speaker speaker,
      ServerMetrics metrics,
      LiveReply reply) {
    this.messages = messages;
    this.prompts = prompts;
    this.speaker = speaker;
    this.metrics = metrics;
    this.reply = reply;
  }

  /** What has been written. */
  String text() {
    return written.toString();
  }

  /** How it came to be. */
  MessageDetails details() {
    return details;
  }

  /** Writes the reply into the journal and returns how it ended. */
  ReplyEnd write(EventJournal journal) throws InterruptedException {
    try {
      return attempt(journal);
    } catch (StoppedException _) {
      return reply.isStopAsked() ? ReplyEnd.stopped() : ReplyEnd.interrupted();
    } catch (ApiException refusal) {
      return ReplyEnd.failed(Failure.of(refusal));
    } catch (RuntimeException bug) { // this thread's root
      LOG.error("generation={} failed", reply.generation().id(), bug);
      return ReplyEnd.failed(Failure.SERVER);
    }
  }

  private ReplyEnd attempt(EventJournal journal) throws StoppedException, InterruptedException {
    ReplyRequest request = reply.request();
    try (ModelUse use = speaker.model(reply)) {
      return attempt(use.model(), request, journal);
    }
  }

  private ReplyEnd attempt(TextModel model, ReplyRequest request, EventJournal journal)
      throws StoppedException, InterruptedException {
    Generation generation = reply.generation();
    Message message =
        messages
            .find(generation.personId(), generation.messageId(), Purpose.REPLY)
            .orElseThrow(() -> new IllegalStateException("the reply is gone"));
    Asked asked =
        new Asked(
            generation.personId(),
            generation.conversationId(),
            branch(message),
            request.system(),
            Contexts.reserve(model, request.maxTokens()));
    PreparedPrompt prompt = prompts.make(model, asked, message.text(), reply, journal);
    note(model, request, prompt);
    try (GenerationStream stream =
        reply.interruptibly(
            () ->
                Speaker.submit(
                    model,
                    speaker.by(generation.personId(), model, prompt.request(model, request)),
                    reply.deadline()))) {
      reply.writing(stream);
      return forward(stream, journal);
    }
  }

  /** From the first message to the one that is answered, or to the reply that is gone on with. */
  private List<String> branch(Message message) {
    ConversationTree<MessageState> tree = messages.tree(message.conversationId());
    List<String> path = tree.path(message.id()).stream().map(Node::id).toList();
    return message.text().isEmpty() ? path.subList(0, path.size() - 1) : path;
  }

  private void note(TextModel model, ReplyRequest request, PreparedPrompt prompt) {
    details =
        details
            .with("sampling", request.samplingDetails())
            .with("prompt_hash", prompt.hash())
            .with("model_hash", model.hash())
            .with("model_bytes", model.card().weightBytes())
            .with("quantization", model.card().quantization());
    model
        .card()
        .adapter()
        .ifPresent(adapter -> details = details.with("adapter_hash", adapter.sha256()));
    if (!prompt.usedPages().isEmpty()) {
      details = details.with("used_pages", prompt.usedPages());
    }
  }

  private ReplyEnd forward(GenerationStream stream, EventJournal journal)
      throws InterruptedException {
    while (true) {
      Optional<GenerationEvent> event = stream.next();
      if (event.isEmpty()) {
        throw new IllegalStateException("the engine ended without a word");
      }
      switch (event.get()) {
        case PromptEvaluated prompt -> journal.add(Events.prompt(prompt));
        case TextGenerated piece -> add(piece.text(), journal);
        case Finished finished -> {
          metrics.replied(finished.usage());
          ReplyEnd end = ReplyEnd.of(finished, reply.isStopAsked(), firstToken);
          return reply.request().blind() ? end.blind() : end;
        }
      }
    }
  }

  private void add(String text, EventJournal journal) {
    if (text.isEmpty()) {
      return;
    }
    if (written.isEmpty()) {
      firstToken = Duration.ofNanos(System.nanoTime() - reply.askedNanos());
      metrics.firstToken(firstToken);
    }
    written.append(text);
    journal.addText(text);
  }
}
