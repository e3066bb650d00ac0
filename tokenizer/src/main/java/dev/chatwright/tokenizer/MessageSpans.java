package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** Works out which tokens of a prompt begin in which of its messages. */
final class MessageSpans {
  private MessageSpans() {}

  /** Returns where the pieces of a prompt begin, and where the last one ends. */
  static int[] borders(PromptText prompt) {
    int[] borders = new int[prompt.pieces().size() + 1];
    for (int i = 0; i < prompt.pieces().size(); i++) {
      borders[i + 1] = borders[i] + prompt.pieces().get(i).text().length();
    }
    return borders;
  }

  /** Returns the spans of the messages; neighbouring pieces of one message share a span. */
  static List<MessageSpan> of(PromptText prompt, TokenSink tokens) {
    List<MessageSpan> spans = new ArrayList<>();
    int token = 0;
    int end = 0;
    for (PromptText.Piece piece : prompt.pieces()) {
      end += piece.text().length();
      int from = token;
      while (token < tokens.size() && tokens.start(token) < end) {
        token++;
      }
      if (piece.message() != PromptText.Piece.NO_MESSAGE && token > from) {
        add(spans, new MessageSpan(piece.message(), from, token));
      }
    }
    return spans;
  }

  private static void add(List<MessageSpan> spans, MessageSpan span) {
    if (!spans.isEmpty()
        && spans.getLast().message() == span.message()
        && spans.getLast().toToken() == span.fromToken()) {
      MessageSpan first = spans.removeLast();
      spans.add(new MessageSpan(span.message(), first.fromToken(), span.toToken()));
    } else {
      spans.add(span);
    }
  }
}
