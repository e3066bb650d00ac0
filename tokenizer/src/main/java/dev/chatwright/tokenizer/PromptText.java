package dev.chatwright.tokenizer;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt as text that remembers who wrote each part of it.
 *
 * <p>Only trusted pieces may name control tokens; the same letters typed by a person stay letters.
 * Immutable.
 *
 * @param pieces the parts, in order; joined they are the prompt
 */
public record PromptText(List<Piece> pieces) {

  /** Copies the pieces. */
  public PromptText {
    pieces = List.copyOf(pieces);
  }

  /** Returns text written by the program itself, which may name control tokens. */
  public static PromptText trusted(String text) {
    return new PromptText(List.of(new Piece(text, true, Piece.NO_MESSAGE)));
  }

  /** Returns text written by a person, in which control tokens are only letters. */
  public static PromptText plain(String text) {
    return new PromptText(List.of(new Piece(text, false, Piece.NO_MESSAGE)));
  }

  /** Returns the whole prompt. */
  public String text() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  /**
   * A stretch of a prompt with one author. Immutable.
   *
   * @param text the letters
   * @param trusted whether the template wrote them, so that they may name control tokens
   * @param message the index of the message they come from, or {@link #NO_MESSAGE}
   */
  public record Piece(String text, boolean trusted, int message) {

    /** The message index of text that comes from no message, or from several. */
    public static final int NO_MESSAGE = -1;

    /** Checks the parts. */
    public Piece {
      if (message < NO_MESSAGE) {
        throw new IllegalArgumentException(
            "message index %d, expected %d or more".formatted(message, NO_MESSAGE));
      }
    }
  }
}
