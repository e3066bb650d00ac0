package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;
import static dev.chatwright.model.ModelException.requireRange;

/**
 * How tokens become hidden states.
 *
 * <p>Immutable.
 *
 * @param vocabularySize V, 1 to 4194304
 * @param scale multiplies the token's vector; usually 1
 * @param positions how many positions have a learned vector that is added; 0 for none
 * @param tokenTypes how many kinds of token have a learned vector, of which the first is added; 0
 *     for none
 * @param normalised whether the sum goes through a norm
 */
public record EmbeddingSpec(
    int vocabularySize, float scale, int positions, int tokenTypes, boolean normalised) {
  private static final int MAX_VOCABULARY = 1 << 22;

  /** Rejects sizes that no model has. */
  public EmbeddingSpec {
    requireRange("vocabulary size", vocabularySize, 1, MAX_VOCABULARY);
    requireFinite("embedding scale", scale, 0);
    requireRange("learned positions", positions, 0, ArchSpec.MAX_CONTEXT);
    requireRange("token types", tokenTypes, 0, 1024);
  }

  /** Returns the embedding of tokens alone. */
  public static EmbeddingSpec ofTokens(int vocabularySize) {
    return new EmbeddingSpec(vocabularySize, 1, 0, 0, false);
  }
}
