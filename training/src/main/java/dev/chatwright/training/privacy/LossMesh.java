package dev.chatwright.training.privacy;

import java.util.function.DoubleUnaryOperator;

/**
 * The privacy loss of one use of a mechanism in one direction, rounded to a mesh, as its Fourier
 * transform.
 *
 * <p>Each rounded loss is moved by the same little, so that their mean is that of the loss itself
 * and the errors of many uses cancel. Immutable.
 */
final class LossMesh {
  private final double step;
  private final double shift;
  private final double[] real;
  private final double[] imaginary;
  private final FourierTransform transform;

  /**
   * Rounds a distribution.
   *
   * @param cumulative its distribution function
   * @param mean its mean
   * @param step between the mesh's points, as many as the transform has, around 0
   */
  LossMesh(
      DoubleUnaryOperator cumulative,
      double mean,
      double step,
      int size,
      FourierTransform transform) {
    this.step = step;
    this.transform = transform;
    real = new double[size];
    imaginary = new double[size];
    double below = cumulative.applyAsDouble((-size / 2.0 - 0.5) * step);
    double total = cumulative.applyAsDouble((size / 2.0 - 0.5) * step) - below;
    double roundedMean = 0;
    for (int point = -size / 2; point < size / 2; point++) {
      double upTo = cumulative.applyAsDouble((point + 0.5) * step);
      double probability = (upTo - below) / total;
      real[Math.floorMod(point, size)] = probability;
      roundedMean += probability * point * step;
      below = upTo;
    }
    shift = mean - roundedMean;
    transform.forward(real, imaginary);
  }

  /** Returns how the losses of so many uses add up. */
  LossTail compose(long uses) {
    int size = real.length;
    double[] powerReal = new double[size];
    double[] powerImaginary = new double[size];
    for (int i = 0; i <= size / 2; i++) {
      double re = 1;
      double im = 0;
      // By squaring, from the highest bit of the exponent on.
      for (int bit = 63 - Long.numberOfLeadingZeros(uses); bit >= 0; bit--) {
        double square = re * re - im * im;
        im = 2 * re * im;
        re = square;
        if ((uses >>> bit & 1) != 0) {
          double product = re * real[i] - im * imaginary[i];
          im = re * imaginary[i] + im * real[i];
          re = product;
        }
      }
      int mirrored = (size - i) % size; // of real numbers: the conjugate
      powerReal[mirrored] = re;
      powerImaginary[mirrored] = -im;
      powerReal[i] = re;
      powerImaginary[i] = im;
    }
    transform.inverse(powerReal, powerImaginary);
    return new LossTail(powerReal, step, uses * shift);
  }
}
