package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;
import static dev.chatwright.model.ModelException.requireRange;

import dev.chatwright.tensor.AttentionShape;
import java.util.List;

/**
 * How positions look at each other.
 *
 * <p>Immutable.
 *
 * @param heads H, the number of query heads, 1 to 1024
 * @param keyValueHeads divides {@code heads}
 * @param headWidth D, 1 to 4096
 * @param scale multiplies the dot products, usually {@code 1/√D}
 * @param softCap c in {@code c·tanh(score/c)}; 0 for none
 * @param causal whether a position is blind to later ones
 * @param bias whether queries, keys and values must have a bias; one that is there is used anyway
 * @param queryKeyNorm whether each head of queries and keys is normalised
 * @param windows for each layer how many positions, its own included, a position sees backwards; 0
 *     for all
 * @param rotary the rotation in layers that see all
 * @param localRotary the rotation in layers with a window
 */
public record AttentionSpec(
    int heads,
    int keyValueHeads,
    int headWidth,
    float scale,
    float softCap,
    boolean causal,
    boolean bias,
    boolean queryKeyNorm,
    List<Integer> windows,
    RotarySpec rotary,
    RotarySpec localRotary) {

  /** Rejects sizes that no model has and parts that do not fit together. */
  public AttentionSpec {
    requireRange("heads", heads, 1, 1024);
    requireRange("key-value heads", keyValueHeads, 1, heads);
    requireRange("head width", headWidth, 1, 4096);
    if (heads % keyValueHeads != 0) {
      throw new ModelException(
          "heads must be a multiple of key-value heads, found %d and %d"
              .formatted(heads, keyValueHeads));
    }
    requireFinite("attention scale", scale, Float.MIN_VALUE);
    requireFinite("attention soft cap", softCap, 0);
    windows = List.copyOf(windows);
    windows.forEach(window -> requireRange("attention window", window, 0, ArchSpec.MAX_CONTEXT));
    requireRange("rotated elements", rotary.rotated(), 0, headWidth);
    requireRange("rotated elements", localRotary.rotated(), 0, headWidth);
  }

  /** Returns the length of all queries of a position. */
  public int queryWidth() {
    return heads * headWidth;
  }

  /** Returns the length of all keys of a position, and of its values. */
  public int keyValueWidth() {
    return keyValueHeads * headWidth;
  }

  /** Returns what the attention kernel must know of a layer. */
  public AttentionShape shape(int layer) {
    return new AttentionShape(
        heads, keyValueHeads, headWidth, scale, softCap, windows.get(layer), causal);
  }
}
