package dev.chatwright.tensor;

/**
 * What an attention kernel must know of a layer besides its operands.
 *
 * @param heads H, the number of query heads
 * @param keyValueHeads the number of key and value heads; divides {@code heads}
 * @param headWidth D
 * @param scale multiplies the dot products, usually {@code 1/√D}
 * @param softCap c in {@code c·tanh(score/c)}, applied after the scale; 0 for none (Gemma 2,
 *     arXiv:2408.00118)
 * @param window how many positions, its own included, a query sees backwards; 0 for all
 * @param causal whether a query is blind to later positions
 */
public record AttentionShape(
    int heads,
    int keyValueHeads,
    int headWidth,
    float scale,
    float softCap,
    int window,
    boolean causal) {

  /** Rejects head counts that do not divide each other. */
  public AttentionShape {
    if (heads < 1 || keyValueHeads < 1 || heads % keyValueHeads != 0 || headWidth < 1) {
      throw new IllegalArgumentException(
          "heads (%d) must be a positive multiple of key-value heads (%d), head width (%d) positive"
              .formatted(heads, keyValueHeads, headWidth));
    }
  }

  /** Returns how many query heads share one key-value head. */
  public int group() {
    return heads / keyValueHeads;
  }

  /** Returns the first position that a query at {@code position} sees. */
  public int firstVisible(int position) {
    return window == 0 ? 0 : Math.max(0, position - window + 1);
  }
}
