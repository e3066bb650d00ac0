package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GeneratedToken;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.TokenLogProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reply in one piece. Confined to one thread. */
final class CollectedReply {
  private final StringBuilder text = new StringBuilder();
  private final List<TokenLogProbability> tokens = new ArrayList<>();
  private List<TokenLogProbability> promptTokens = List.of();
  private @Nullable Finished end;

  /** Collects replies, growing as they come. */
  static final class Listener implements ReplyListener {
    private final List<CollectedReply> replies = new ArrayList<>();

    @Override
    public void waiting() {}

    @Override
    public void begun(int choice, PromptEvaluated prompt) {
      reply(choice).promptTokens = prompt.promptLogProbabilities();
    }

    @Override
    public void text(int choice, TextGenerated piece) {
      CollectedReply reply = reply(choice);
      reply.text.append(piece.text());
      reply.tokens.addAll(logProbabilities(piece));
    }

    @Override
    public void finished(int choice, Finished finished) {
      reply(choice).end = finished;
    }

    private CollectedReply reply(int choice) {
      while (replies.size() <= choice) {
        replies.add(new CollectedReply());
      }
      return replies.get(choice);
    }

    List<CollectedReply> replies() {
      return List.copyOf(replies);
    }
  }

  /** Returns the log-probabilities of the tokens that are part of the text. */
  static List<TokenLogProbability> logProbabilities(TextGenerated piece) {
    return piece.tokens().stream()
        .filter(token -> !token.end())
        .map(GeneratedToken::logProbability)
        .flatMap(Optional::stream)
        .toList();
  }

  String text() {
    return text.toString();
  }

  List<TokenLogProbability> tokens() {
    return List.copyOf(tokens);
  }

  List<TokenLogProbability> promptTokens() {
    return promptTokens;
  }

  Finished end() {
    if (end == null) {
      throw new IllegalStateException("the reply has not ended");
    }
    return end;
  }
}
