package dev.chatwright.training.data;

/** What lies between two documents of a plain text. */
public sealed interface Separator {
  /** The mark that GPT-2's data has between documents. */
  String END_OF_TEXT = "<|endoftext|>";

  /** {@link #END_OF_TEXT} if the beginning of the file holds it; else the file is one document. */
  record Detected() implements Separator {}

  /** Nothing: the file is one document. */
  record None() implements Separator {}

  /** Lines of white space only. */
  record BlankLines() implements Separator {}

  /**
   * A mark, anywhere in a line.
   *
   * @param text one line, not empty
   */
  record Mark(String text) implements Separator {
    /** Checks the mark. */
    public Mark {
      if (text.isEmpty() || text.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "a separator is a text of one line, got \"" + text + '"');
      }
    }
  }

  /** Returns the separator that a person named: auto, none, blank-line, or a mark. */
  static Separator of(String name) {
    return switch (name) {
      case "auto" -> new Detected();
      case "none" -> new None();
      case "blank-line" -> new BlankLines();
      default -> new Mark(name);
    };
  }
}
