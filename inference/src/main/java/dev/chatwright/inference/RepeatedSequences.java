package dev.chatwright.inference;

import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * The tokens of prompt and reply, and what {@link Dry} takes from those that would carry on a
 * sequence among them.
 *
 * <p>Mutable; confined to one thread.
 */
final class RepeatedSequences {
  /* How far the end of the text matches what ends at each place before is a prefix match of the
   * text read backwards. The Z-algorithm finds all of them in one pass, whatever repeats: Gusfield,
   * "Algorithms on Strings, Trees and Sequences", 1997, section 1.4. */
  private final Dry options;
  private final IntFunction<byte[]> bytes;
  private final SequenceBreaks sequenceBreaks;
  private final TokenList tokens = new TokenList(new int[0]);
  private final BitSet breaks = new BitSet();
  private int[] matches = new int[256];

  /** The longest sequence that each token would carry on, indexed by token; 0 between the calls. */
  private int[] lengths = new int[0];

  /**
   * Takes note of a prompt.
   *
   * @param bytes the bytes of each token
   */
  RepeatedSequences(Dry options, int[] prompt, IntFunction<byte[]> bytes) {
    this.options = options;
    this.bytes = bytes;
    this.sequenceBreaks = new SequenceBreaks(options.breakerBytes());
    int range = options.range() == Dry.ALL ? prompt.length : options.range();
    for (int i = Math.max(0, prompt.length - range); i < prompt.length; i++) {
      add(prompt[i]);
    }
  }

  /** Takes note of the next token. */
  void add(int token) {
    if (sequenceBreaks.completedBy(bytes.apply(token))) {
      breaks.set(tokens.size());
    }
    tokens.add(token);
  }

  /** Lowers the logits of the tokens that would carry on a sequence. */
  void apply(Tensor logits) {
    int size = tokens.size();
    int sinceBreak = size - 1 - breaks.previousSetBit(size - 1);
    int window = options.range() == Dry.ALL ? size : Math.min(size, options.range());
    int longest = Math.min(sinceBreak, window);
    if (longest < options.allowedLength()) {
      return;
    }
    match(window);
    if (lengths.length == 0) {
      lengths = new int[logits.columns()];
    }
    for (int back = 1; back < window; back++) {
      int next = size - back;
      int length = Math.min(matches[back], longest);
      if (length >= options.allowedLength() && !breaks.get(next)) {
        lengths[tokens.get(next)] = Math.max(lengths[tokens.get(next)], length);
      }
    }
    for (int back = 1; back < window; back++) {
      int token = tokens.get(size - back);
      if (lengths[token] > 0) {
        logits.set(0, token, logits.get(0, token) - options.penalty(lengths[token]));
        lengths[token] = 0;
      }
    }
  }

  /**
   * Sets {@code matches[back]} to how many tokens up to that many before the last match the end.
   */
  private void match(int window) {
    if (matches.length < window) {
      matches = Arrays.copyOf(matches, Math.max(window, 2 * matches.length));
    }
    int from = 0;
    int to = 0; // back from..to match the end, the farthest such stretch so far
    for (int back = 1; back < window; back++) {
      int length = back < to ? Math.min(to - back, matches[back - from]) : 0;
      while (back + length < window && fromEnd(length) == fromEnd(back + length)) {
        length++;
      }
      matches[back] = length;
      if (back + length > to) {
        from = back;
        to = back + length;
      }
    }
  }

  private int fromEnd(int back) {
    return tokens.get(tokens.size() - 1 - back);
  }
}
