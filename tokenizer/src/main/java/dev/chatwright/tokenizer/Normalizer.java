package dev.chatwright.tokenizer;

import java.util.List;

/** What rewrites text before it is cut into words. Safe for use by several threads. */
@FunctionalInterface
interface Normalizer {

  /** Leaves text as it is. */
  Normalizer NONE = text -> text;

  /** Returns the text rewritten. */
  String apply(String text);

  /** Returns what this does to text that has other text before it. */
  default Normalizer inside() {
    return this;
  }

  /** Returns a normalizer that applies several in order. */
  static Normalizer sequence(List<Normalizer> steps) {
    return switch (steps.size()) {
      case 0 -> NONE;
      case 1 -> steps.getFirst();
      default -> new Sequence(List.copyOf(steps));
    };
  }

  /** Several in order. */
  record Sequence(List<Normalizer> steps) implements Normalizer {
    @Override
    public String apply(String text) {
      String result = text;
      for (Normalizer step : steps) {
        result = step.apply(result);
      }
      return result;
    }

    @Override
    public Normalizer inside() {
      return new Sequence(steps.stream().map(Normalizer::inside).toList());
    }
  }

  /** Puts letters before every text that is not empty. */
  record Prepend(String letters) implements Normalizer {
    @Override
    public String apply(String text) {
      return text.isEmpty() ? text : letters.concat(text);
    }

    @Override
    public Normalizer inside() {
      return NONE;
    }
  }
}
