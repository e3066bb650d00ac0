package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;

import java.util.Objects;

/**
 * How hidden states are kept in range.
 *
 * <p>Immutable.
 *
 * @param kind the formula
 * @param placement where in a block
 * @param epsilon keeps the division from zero; positive
 * @param gainOffset added to every gain of an RMS norm when weights are read; 1 where the file
 *     stores the distance from one
 */
public record NormSpec(Kind kind, Placement placement, float epsilon, float gainOffset) {

  /** The formula of a norm. */
  public enum Kind {
    /** Divides by the root mean square; has a gain. */
    RMS,
    /** Subtracts the mean and divides by the standard deviation; has a gain and a bias. */
    LAYER
  }

  /** Where the norms of a block are, seen from attention or feed-forward. */
  public enum Placement {
    /** {@code x + f(norm(x))}, and one more norm after the last block. */
    BEFORE,
    /** {@code x + norm(f(norm(x)))}, and one more norm after the last block. */
    AROUND,
    /** {@code norm(x + f(x))}. */
    AFTER
  }

  /** Rejects an epsilon that could divide by zero. */
  public NormSpec {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(placement);
    requireFinite("norm epsilon", epsilon, Float.MIN_VALUE);
    requireFinite("norm gain offset", gainOffset, 0);
  }
}
