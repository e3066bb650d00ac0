package dev.chatwright.inference;

import dev.chatwright.tokenizer.IncrementalUtf8Decoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a reply as its tokens come: whole characters only, up to the first stop text.
 *
 * <p>Confined to the engine's thread.
 */
final class ReplyText {
  /* Letters are counted from the start of the reply. `held` are those decoded and not delivered; a
   * token waits until the letters that its bytes belong to are. */
  private final IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();
  private final StopMatcher matcher;
  private final StringBuilder held = new StringBuilder();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int delivered;

  private record Waiting(GeneratedToken token, int from, int to) {}

  ReplyText(List<String> stops) {
    matcher = new StopMatcher(stops);
  }

  /** Returns the stop text that has been found, after which no token may be appended. */
  Optional<String> matchedStop() {
    return matcher.match();
  }

  /** Takes a token and returns what can be delivered with it. */
  TextGenerated append(GeneratedToken token, byte[] bytes) {
    int from = delivered + held.length();
    boolean stopped = accept(decoder.append(bytes));
    int to = delivered + held.length() + (decoder.holdsBack() ? 1 : 0);
    waiting.add(new Waiting(token, from, to));
    return stopped ? cut() : deliver(held.length() - matcher.suspicious());
  }

  /** Ends the text and returns what was held back. */
  TextGenerated finish() {
    return accept(decoder.finish()) ? cut() : deliver(held.length());
  }

  private boolean accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      held.append(text.charAt(i));
      if (matcher.accept(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private TextGenerated cut() {
    int end = held.length() - matcher.match().orElseThrow().length();
    String text = held.substring(0, end);
    held.setLength(0);
    delivered += end;
    List<GeneratedToken> tokens = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.getFirst().from() < delivered) {
      tokens.add(waiting.removeFirst().token());
    }
    waiting.clear(); // the stop text's own tokens are no part of the reply
    return new TextGenerated(text, tokens);
  }

  private TextGenerated deliver(int letters) {
    String text = held.substring(0, letters);
    held.delete(0, letters);
    delivered += letters;
    List<GeneratedToken> tokens = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.getFirst().to() <= delivered) {
      tokens.add(waiting.removeFirst().token());
    }
    return new TextGenerated(text, tokens);
  }
}
