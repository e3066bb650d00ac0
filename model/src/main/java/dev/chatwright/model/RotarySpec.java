package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;
import static dev.chatwright.model.ModelException.requireRange;

import java.util.Objects;

/**
 * How a position turns queries and keys.
 *
 * <p>Immutable.
 *
 * @param rotated how many leading elements of each head; even; 0 for no rotation
 * @param base the ratio of longest to shortest wavelength; pair i turns by {@code base^(-2i/R)} a
 *     position
 * @param interleaved whether pairs are neighbours, else they lie half the rotated part apart
 * @param scaling how frequencies change for contexts longer than trained
 */
public record RotarySpec(int rotated, double base, boolean interleaved, RotaryScaling scaling) {
  /** No rotation. */
  public static final RotarySpec NONE = new RotarySpec(0, 1, false, new RotaryScaling.None());

  /** Rejects what cannot be rotated. */
  public RotarySpec {
    requireRange("rotated elements", rotated, 0, 4096);
    if (rotated % 2 != 0) {
      throw new ModelException("rotated elements must be even, found " + rotated);
    }
    requireFinite("rotary base", base, 1);
    Objects.requireNonNull(scaling);
  }
}
