package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.TokenLogProbability;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the events of text replies into pieces of the answer. Confined to one thread. */
abstract sealed class TextReplies implements Streams.Ending permits TextStream, WholeText {
  private final TextRequest request;
  private final List<int[]> prompts;
  private final Echo echo;
  private final List<Finished> ends = new ArrayList<>();
  private TextLogProbabilities.Writer tokens = new TextLogProbabilities.Writer();

  /**
   * Creates the listener.
   *
   * @param prompts the tokens of each prompt
   */
  TextReplies(TextRequest request, List<int[]> prompts, TextModel model) {
    this.request = request;
    this.prompts = List.copyOf(prompts);
    this.echo = new Echo(model);
  }

  /** Takes a piece of a reply. */
  abstract void take(TextChoice piece) throws IOException;

  List<Finished> ends() {
    return List.copyOf(ends);
  }

  @Override
  public final void begun(int choice, PromptEvaluated prompt) throws IOException {
    tokens = new TextLogProbabilities.Writer();
    if (request.echo()) {
      int which = choice / request.options().choices();
      if (request.logProbabilities().isPresent()) {
        echo.write(prompts.get(which)[0], prompt.promptLogProbabilities(), tokens);
      }
      take(piece(choice, echo.text(request.prompts().get(which)), Optional.empty()));
    }
  }

  @Override
  public final void text(int choice, TextGenerated piece) throws IOException {
    List<TokenLogProbability> added = CollectedReply.logProbabilities(piece);
    added.forEach(tokens::add);
    if (!piece.text().isEmpty() || !added.isEmpty()) {
      take(piece(choice, piece.text(), Optional.empty()));
    }
  }

  @Override
  public final void finished(int choice, Finished end) throws IOException {
    ends.add(end);
    take(piece(choice, "", Optional.of(Accounts.name(end.reason()))));
  }

  private TextChoice piece(int choice, String text, Optional<String> finishReason) {
    Optional<TextLogProbabilities> logProbabilities =
        request.logProbabilities().isPresent() ? Optional.of(tokens.take()) : Optional.empty();
    return new TextChoice(text, choice, logProbabilities, finishReason);
  }
}
