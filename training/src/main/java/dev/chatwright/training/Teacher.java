package dev.chatwright.training;

import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.Priority;
import dev.chatwright.inference.RequestTerms;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.Truncation;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import dev.chatwright.training.data.Prompt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A model that answers prompts for another to learn from.
 *
 * <p>Confined to one thread.
 *
 * @param model must outlive this
 * @param manner how it answers
 */
record Teacher(LanguageModel model, Manner manner) {
  private static final int PURPOSE = 6;
  private static final int MOST_TURNS = 10_000;
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final String USER = "user";
  static final String ASSISTANT = "assistant";

  /**
   * How a teacher answers: the same manner, prompt and number give the same answer.
   *
   * @param options how tokens are drawn, and how many
   * @param seed of the draws
   */
  record Manner(DistilOptions.Replies options, long seed) {
    private SamplingOptions sampling(int prompt, int turn) {
      long index = (long) prompt * MOST_TURNS + turn;
      return SamplingOptions.DEFAULT
          .withTemperature((float) options.temperature())
          .withTruncation(Truncation.NONE.withTopK(options.top()))
          .withSeed(new SeededNumbers(seed).forPurpose(PURPOSE).bits(index));
    }
  }

  /**
   * What came of a prompt.
   *
   * @param messages the conversation, as far as it was answered; the prompt, where nothing was
   * @param cut whether an answer was not given to its end, and left out
   */
  record Answer(List<ChatMessage> messages, boolean cut) {}

  /**
   * Returns the conversation that comes of answering each of the user's turns. What is not answered
   * to its end is left out, and what comes after it: a student would learn to break off.
   *
   * @param number of the prompt
   * @return empty if it was stopped
   * @throws IOException if the model fails
   */
  Optional<Answer> answer(Prompt prompt, int number, BooleanSupplier stop) throws IOException {
    List<ChatMessage> said = new ArrayList<>();
    int answered = 0;
    int turn = 0;
    boolean cut = false;
    for (ChatMessage message : prompt.messages()) {
      said.add(message);
      if (message.role().equals(USER)) {
        Reply reply = reply(said, manner.sampling(number, turn++), stop);
        if (reply.end() == FinishReason.CANCELLED) {
          return Optional.empty();
        }
        cut = reply.end() != FinishReason.STOP || reply.text().isBlank();
        if (cut) {
          break;
        }
        said.add(new ChatMessage(ASSISTANT, reply.text()));
        answered = said.size();
      }
    }
    List<ChatMessage> whole = answered == 0 ? prompt.messages() : said.subList(0, answered);
    return Optional.of(new Answer(List.copyOf(whole), cut));
  }

  /** What was said, and why no more. */
  private record Reply(FinishReason end, String text) {}

  private Reply reply(List<ChatMessage> said, SamplingOptions sampling, BooleanSupplier stop)
      throws IOException {
    int[] tokens;
    try {
      tokens = model.chatPrompt(said).tokens();
    } catch (ChatTemplateException _) {
      return new Reply(FinishReason.LENGTH, ""); // it cannot be asked this
    }
    if (tokens.length >= model.contextLength()) {
      return new Reply(FinishReason.LENGTH, "");
    }
    GenerationRequest request =
        GenerationRequest.of(tokens)
            .asNewText()
            .withMaxTokens(manner.options().tokens())
            .withSampling(sampling)
            .withTerms(RequestTerms.DEFAULT.withPriority(Priority.JOB));
    try (GenerationStream stream = model.generate(request)) {
      return collect(stream, stop);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Reply(FinishReason.CANCELLED, "");
    }
  }

  private static Reply collect(GenerationStream stream, BooleanSupplier stop)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    while (!stop.getAsBoolean()) {
      Optional<GenerationEvent> event = stream.next(PATIENCE);
      if (event.isPresent() && event.get() instanceof TextGenerated(var delta, _)) {
        text.append(delta);
      } else if (event.isPresent() && event.get() instanceof Finished end) {
        if (end.reason() == FinishReason.ERROR) {
          throw new IOException("the teacher failed: " + end.error().orElse("unknown"));
        }
        return new Reply(end.reason(), text.toString());
      }
    }
    return new Reply(FinishReason.CANCELLED, "");
  }
}
