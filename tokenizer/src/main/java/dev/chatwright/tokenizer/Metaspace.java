package dev.chatwright.tokenizer;

import tools.jackson.databind.JsonNode;

/**
 * Writes a mark for each space, puts one before the text, and cuts before each. Immutable.
 *
 * @param mark what is written for a space
 * @param prefix which words get a mark before them
 * @param cuts whether words are cut before marks
 */
record Metaspace(char mark, Prefix prefix, boolean cuts) implements PreTokenizer {

  /** Which stretches of text get a mark before them. */
  enum Prefix {
    ALWAYS,
    FIRST,
    NEVER
  }

  static Metaspace parse(JsonNode node) {
    return new Metaspace(mark(node), prefix(node), JsonFields.flag(node, "split", true));
  }

  private static char mark(JsonNode node) {
    String replacement = JsonFields.text(node, "replacement");
    if (replacement.length() != 1) {
      throw new TokenizerException(
          "Metaspace replacement \"%s\", expected one letter".formatted(replacement));
    }
    return replacement.charAt(0);
  }

  /** Returns which stretches a component puts a mark before; older files only say yes or no. */
  static Prefix prefix(JsonNode node) {
    String scheme = JsonFields.optionalText(node, "prepend_scheme").orElse("");
    return switch (scheme) {
      case "always" -> Prefix.ALWAYS;
      case "first" -> Prefix.FIRST;
      case "never" -> Prefix.NEVER;
      case "" -> JsonFields.flag(node, "add_prefix_space", true) ? Prefix.ALWAYS : Prefix.NEVER;
      default ->
          throw new TokenizerException("unknown Metaspace prepend_scheme \"%s\"".formatted(scheme));
    };
  }

  @Override
  public void split(String text, int from, int to, int source, Words words) {
    String marked = text.substring(from, to).replace(' ', mark);
    boolean wanted = prefix == Prefix.ALWAYS || (prefix == Prefix.FIRST && source == 0);
    boolean prefixed = wanted && marked.charAt(0) != mark;
    String whole = prefixed ? mark + marked : marked;
    int place = prefixed ? source - 1 : source;
    if (cuts) {
      new LetterSplit(letter -> letter == mark, SplitBehavior.MERGED_WITH_NEXT)
          .split(whole, 0, whole.length(), place, words);
    } else {
      words.word(whole, 0, whole.length(), place);
    }
  }
}
