package dev.chatwright.tokenizer;

import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens with a role, and which of them belong around a text. Immutable.
 *
 * @param begin what a text begins with
 * @param end what a text ends with
 * @param endOfGeneration every token that ends a reply
 * @param unknown what stands for text without a token
 * @param padding what fills a batch
 * @param addBegin whether the model wants {@code begin} before a text
 * @param addEnd whether the model wants {@code end} after a text
 */
public record SpecialTokens(
    OptionalInt begin,
    OptionalInt end,
    Set<Integer> endOfGeneration,
    OptionalInt unknown,
    OptionalInt padding,
    boolean addBegin,
    boolean addEnd) {

  /** No token with a role. */
  public static final SpecialTokens NONE =
      new SpecialTokens(
          OptionalInt.empty(),
          OptionalInt.empty(),
          Set.of(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          false,
          false);

  /** Copies the set. */
  public SpecialTokens {
    endOfGeneration = Set.copyOf(endOfGeneration);
  }
}
