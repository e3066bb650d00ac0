package dev.chatwright.model;

import org.jspecify.annotations.Nullable;

/**
 * An adapter laid out for the layers of one {@link Transformer}, which computes the chunks that
 * carry it.
 *
 * <p>Immutable; its memory is freed when nobody holds it any more. Safe for use by several threads.
 */
public final class AdapterWeights {
  /** Changes nothing, of any transformer. */
  public static final AdapterWeights NONE = new AdapterWeights(null, new LinearChange[0]);

  private final @Nullable AdaptableLayers layers;
  private final @Nullable LinearChange[] changes;
  private final int rank;
  private final long bytes;

  /**
   * Creates an adapter.
   *
   * @param layers of the transformer
   * @param changes by the number of the layer
   */
  AdapterWeights(@Nullable AdaptableLayers layers, @Nullable LinearChange[] changes) {
    this.layers = layers;
    this.changes = changes.clone();
    int largest = 0;
    long sum = 0;
    for (LinearChange change : changes) {
      if (change != null) {
        largest = Math.max(largest, change.rank());
        sum += change.bytes();
      }
    }
    this.rank = largest;
    this.bytes = sum;
  }

  /** Returns the largest rank of its changes; 0 if there are none. */
  public int rank() {
    return rank;
  }

  /** Returns the bytes of memory that it takes. */
  public long bytes() {
    return bytes;
  }

  /** Returns whether it changes nothing. */
  public boolean isNone() {
    return changes.length == 0;
  }

  @SuppressWarnings("ReferenceEquality") // the very layers, not some like them
  boolean fits(AdaptableLayers others) {
    return isNone() || layers == others;
  }

  /** Returns the change of a layer, or null if it stays as it is. */
  @Nullable LinearChange of(int layer) {
    return isNone() ? null : changes[layer];
  }
}
