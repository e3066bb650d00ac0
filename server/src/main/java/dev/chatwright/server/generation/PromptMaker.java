package dev.chatwright.server.generation;

import dev.chatwright.dialogue.AttachmentExcerpt;
import dev.chatwright.dialogue.ContextPlan;
import dev.chatwright.dialogue.ContextPlan.Fits;
import dev.chatwright.dialogue.ContextPlan.NeedsSummary;
import dev.chatwright.dialogue.ContextPlan.TooLong;
import dev.chatwright.dialogue.Summary;
import dev.chatwright.dialogue.SummaryTask;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.server.conversation.Summaries;
import dev.chatwright.server.generation.LiveReply.StoppedException;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.model.TextModel.PromptRefusedException;
import dev.chatwright.server.model.TextModel.Turn;
import dev.chatwright.server.store.IdSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the prompts of replies, having the model summarise first what no longer fits.
 *
 * <p>Safe for use by several threads.
 */
final class PromptMaker {
  /** Enough for conversations many times longer than any context. */
  private static final int MOST_ROUNDS = 64;

  private final Contexts contexts;
  private final Summaries summaries;
  private final Speaker speaker;
  private final IdSource ids;

  PromptMaker(Contexts contexts, Summaries summaries, Speaker speaker, IdSource ids) {
    this.contexts = contexts;
    this.summaries = summaries;
    this.speaker = speaker;
    this.ids = ids;
  }

  /**
   * Returns the prompt.
   *
   * @param partial what is there of the reply, which then is the last message of the branch
   * @throws ApiException if it cannot fit
   * @throws StoppedException if the reply is stopped meanwhile
   */
  PreparedPrompt make(
      TextModel model, Asked asked, String partial, LiveReply reply, EventJournal journal)
      throws StoppedException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      ContextPlan plan = contexts.plan(model, asked);
      switch (plan) {
        case Fits fits -> {
          return prompt(model, fits, partial);
        }
        case TooLong tooLong -> throw refusal(tooLong);
        case NeedsSummary needed -> summarise(model, asked, needed, reply, journal);
      }
    }
    throw ApiException.badRequest(
        "context_full", "This chat is too long even for its summary. Fork it, or begin a new one.");
  }

  private static PreparedPrompt prompt(TextModel model, Fits fits, String partial) {
    List<Turn> turns =
        new ArrayList<>(
            fits.turns().stream()
                .map(turn -> new Turn(turn.role().wireName(), turn.text()))
                .toList());
    if (!partial.isEmpty()) {
      turns.removeLast();
    }
    try {
      int[] tokens = PromptTexts.chat(model, instructions(fits), turns);
      if (!partial.isEmpty()) {
        tokens = PromptTexts.goOn(model, tokens, partial);
      }
      requireRoom(model, tokens);
      return new PreparedPrompt(tokens, partial.isEmpty(), fits.excerpts());
    } catch (PromptRefusedException refused) {
      throw ApiException.badRequest("template_refused", String.valueOf(refused.getMessage()));
    }
  }

  private static String instructions(Fits fits) {
    Stream<String> files = fits.excerpts().stream().map(AttachmentExcerpt::promptText);
    Stream<String> summary = fits.summary().map(Summary::promptText).stream();
    return Stream.of(Stream.of(fits.system()), files, summary)
        .flatMap(part -> part)
        .filter(part -> !part.isEmpty())
        .reduce((above, below) -> above + "\n\n" + below)
        .orElse("");
  }

  private static void requireRoom(TextModel model, int[] tokens) {
    if (tokens.length >= model.contextLength()) {
      throw ApiException.badRequest(
          "context_full",
          "The chat needs %d tokens; this model reads %d, its reply included."
              .formatted(tokens.length, model.contextLength()));
    }
  }

  private static ApiException refusal(TooLong tooLong) {
    return switch (tooLong.part()) {
      case SYSTEM ->
          ApiException.badRequest(
              "context_full",
              "The instructions have %d tokens; this model has room for %d."
                  .formatted(tooLong.tokens(), tooLong.room()));
      case LAST_EXCHANGE ->
          ApiException.badRequest(
              "message_too_long",
              "Your message has %d tokens; this model has room for %d. Shorten it, or attach it as a file."
                  .formatted(tooLong.tokens(), tooLong.room()));
    };
  }

  private void summarise(
      TextModel model, Asked asked, NeedsSummary needed, LiveReply reply, EventJournal journal)
      throws StoppedException {
    journal.add(Events.summarising());
    GenerationRequest request =
        speaker.by(
            asked.personId(),
            model,
            Speaker.task(model, SummaryTask.prompt(needed), needed.maximumTokens()));
    String answer =
        reply.interruptibly(
            () -> {
              try (GenerationStream stream = Speaker.submit(model, request, reply.deadline())) {
                return Speaker.collect(stream, () -> true);
              }
            });
    String text =
        SummaryTask.parse(answer)
            .orElseThrow(
                () ->
                    ApiException.failed(
                        500, "summary_failed", "The model gave no summary of the chat so far."));
    int messages = asked.branch().indexOf(needed.upToNodeId()) + 1;
    summaries.insert(
        asked.personId(),
        asked.conversationId(),
        new Summaries.Stored(ids.next(), needed.upToNodeId(), messages, text));
  }
}
