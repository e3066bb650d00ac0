package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * The angles by which a position turns each pair, and what multiplies their cosines and sines.
 *
 * <p>Immutable.
 */
public record RotaryFrequencies(List<Double> anglesPerPosition, double magnitude) {

  /** Copies the list. */
  public RotaryFrequencies {
    anglesPerPosition = List.copyOf(anglesPerPosition);
  }

  /**
   * Computes the frequencies of a rotation.
   *
   * @param contextLength how many positions a sequence may have
   * @param weights may hold divisors that belong to the scaling
   * @throws ModelException if the scaling does not fit the rotation
   */
  public static RotaryFrequencies of(RotarySpec spec, int contextLength, Weights weights) {
    return of(spec, contextLength, new WeightReader(weights, Kernels.scalar(), Arena.ofAuto()));
  }

  /**
   * Computes the frequencies of a rotation.
   *
   * @param weights may hold divisors that belong to the scaling
   */
  static RotaryFrequencies of(RotarySpec spec, int contextLength, WeightReader weights) {
    double[] angles = new double[spec.rotated() / 2];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = Math.pow(spec.base(), -2.0 * i / spec.rotated());
    }
    double magnitude = scale(angles, spec, contextLength, weights);
    return new RotaryFrequencies(Arrays.stream(angles).boxed().toList(), magnitude);
  }

  private static double scale(
      double[] angles, RotarySpec spec, int contextLength, WeightReader weights) {
    return switch (spec.scaling()) {
      case RotaryScaling.None() -> {
        divideByTensor(angles, "rope_freqs.weight", weights);
        yield 1;
      }
      case RotaryScaling.Linear(double factor) -> {
        for (int i = 0; i < angles.length; i++) {
          angles[i] /= factor;
        }
        yield 1;
      }
      case RotaryScaling.Llama3 llama3 -> {
        for (int i = 0; i < angles.length; i++) {
          angles[i] = scaled(angles[i], llama3);
        }
        yield 1;
      }
      case RotaryScaling.Yarn yarn -> {
        scale(angles, spec, yarn);
        yield yarn.attentionFactor();
      }
      case RotaryScaling.LongRope longRope -> {
        divide(angles, longRope, contextLength > longRope.originalContext(), weights);
        yield longRope.attentionFactor();
      }
    };
  }

  private static double scaled(double angle, RotaryScaling.Llama3 scaling) {
    double turns = scaling.originalContext() * angle / (2 * Math.PI);
    double low = scaling.lowFrequencyFactor();
    double high = scaling.highFrequencyFactor();
    double kept = Math.clamp((turns - low) / (high - low), 0.0, 1.0);
    return angle * (kept + (1 - kept) / scaling.factor());
  }

  private static void scale(double[] angles, RotarySpec spec, RotaryScaling.Yarn yarn) {
    double first = Math.max(0, Math.floor(pairTurning(yarn.betaFast(), spec, yarn)));
    double last = Math.min(spec.rotated() - 1, Math.ceil(pairTurning(yarn.betaSlow(), spec, yarn)));
    double length = Math.max(last - first, 0.001); // a ramp of no length is a step
    for (int i = 0; i < angles.length; i++) {
      double kept = 1 - Math.clamp((i - first) / length, 0.0, 1.0);
      angles[i] *= kept + (1 - kept) / yarn.factor();
    }
  }

  /** Returns the index of the pair, as a real number, that turns so often in the old context. */
  private static double pairTurning(double times, RotarySpec spec, RotaryScaling.Yarn yarn) {
    double wavelength = yarn.originalContext() / (times * 2 * Math.PI);
    return spec.rotated() * Math.log(wavelength) / (2 * Math.log(spec.base()));
  }

  private static void divide(
      double[] angles, RotaryScaling.LongRope scaling, boolean isLong, WeightReader weights) {
    List<Double> factors = isLong ? scaling.longFactors() : scaling.shortFactors();
    if (factors.isEmpty()) {
      String name = isLong ? "rope_factors_long.weight" : "rope_factors_short.weight";
      divideByTensor(angles, name, weights);
      return;
    }
    if (factors.size() != angles.length) {
      throw new ModelException(
          "rotary scaling factors must be one for each of %d pairs, found %d"
              .formatted(angles.length, factors.size()));
    }
    for (int i = 0; i < angles.length; i++) {
      angles[i] /= ModelException.requireFinite("rotary factor", factors.get(i), 1e-6);
    }
  }

  private static void divideByTensor(double[] angles, String name, WeightReader weights) {
    if (angles.length == 0 || !weights.has(name)) {
      return;
    }
    Tensor factors = weights.vector(name, angles.length);
    for (int i = 0; i < angles.length; i++) {
      angles[i] /= ModelException.requireFinite(name, factors.get(0, i), 1e-6);
    }
  }
}
