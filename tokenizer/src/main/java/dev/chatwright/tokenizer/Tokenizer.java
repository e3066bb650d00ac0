package dev.chatwright.tokenizer;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Text to token ids and back.
 *
 * <p>Safe for use by several threads.
 */
public interface Tokenizer {

  /**
   * Returns the tokens of a plain text: never a control token, and nothing added around it.
   *
   * @param text any text, also a person's
   */
  int[] encode(String text);

  /**
   * Returns the tokens of a prompt, nothing added around it.
   *
   * <p>The text is cut at the control tokens that lie wholly in trusted stretches; what lies
   * between them is encoded as one text, as if it had one author.
   *
   * @param prompt the prompt
   */
  TokenizedPrompt encode(PromptText prompt);

  /**
   * Returns the tokens of a plain text between the begin and end tokens that the model wants.
   *
   * @param text any text, also a person's; its end is left out where it is too long
   * @param most how many tokens there may be, with those two at least 2
   */
  default int[] encodeFramed(String text, int most) {
    SpecialTokens special = specialTokens();
    OptionalInt begin = special.addBegin() ? special.begin() : OptionalInt.empty();
    OptionalInt end = special.addEnd() ? special.end() : OptionalInt.empty();
    long room = most - begin.stream().count() - end.stream().count();
    IntStream kept = Arrays.stream(encode(text)).limit(room);
    return IntStream.concat(IntStream.concat(begin.stream(), kept), end.stream()).toArray();
  }

  /**
   * Returns the bytes that a token adds to a text; none for a control token.
   *
   * @param token an id
   * @throws IllegalArgumentException when there is no such token
   */
  byte[] bytes(int token);

  /**
   * Returns the text of tokens; bytes that are no UTF-8 become U+FFFD.
   *
   * @param tokens ids
   * @throws IllegalArgumentException when one does not exist
   */
  String decode(int[] tokens);

  /**
   * Returns whether the tokens of every text begin with a space that is no part of it. {@link
   * #decode} leaves it out; whoever joins the {@link #bytes} of a text of its own must do so too.
   */
  default boolean spellsSpaceFirst() {
    return false;
  }

  /** Returns the numbered tokens. */
  Vocabulary vocabulary();

  /** Returns the tokens with a role. */
  SpecialTokens specialTokens();
}
