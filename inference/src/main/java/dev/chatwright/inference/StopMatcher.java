package dev.chatwright.inference;

import java.util.List;
import java.util.Optional;

/**
 * Looks for stop texts in a text that comes letter by letter.
 *
 * <p>The first stop text to be complete matches, and of several the longest; how the text was cut
 * into pieces cannot matter. One Knuth-Morris-Pratt automaton for each stop text makes the time
 * linear. Confined to one thread.
 */
final class StopMatcher {
  private final List<Automaton> automata;
  private Optional<String> match = Optional.empty();

  StopMatcher(List<String> stops) {
    automata = stops.stream().map(Automaton::new).toList();
  }

  /** Takes the next letter and returns whether a stop text is complete with it. */
  boolean accept(char letter) {
    for (Automaton automaton : automata) {
      if (automaton.accept(letter)
          && match.filter(text -> text.length() >= automaton.text.length()).isEmpty()) {
        match = Optional.of(automaton.text);
      }
    }
    return match.isPresent();
  }

  /** Returns the stop text that was found. */
  Optional<String> match() {
    return match;
  }

  /** Returns how many of the last letters may be the beginning of a stop text. */
  int suspicious() {
    int longest = 0;
    for (Automaton automaton : automata) {
      longest = Math.max(longest, automaton.matched);
    }
    return longest;
  }

  private static final class Automaton {
    private final String text;
    private final int[] fallback;
    private int matched;

    Automaton(String text) {
      this.text = text;
      this.fallback = new int[text.length()];
      for (int i = 1, length = 0; i < text.length(); i++) {
        length = extend(length, text.charAt(i));
        fallback[i] = length;
      }
    }

    private int extend(int length, char letter) {
      int prefix = length;
      while (prefix > 0 && text.charAt(prefix) != letter) {
        prefix = fallback[prefix - 1];
      }
      return text.charAt(prefix) == letter ? prefix + 1 : 0;
    }

    boolean accept(char letter) {
      matched = extend(matched, letter);
      return matched == text.length();
    }
  }
}
