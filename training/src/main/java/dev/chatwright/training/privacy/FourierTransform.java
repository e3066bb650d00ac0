package dev.chatwright.training.privacy;

/**
 * The discrete Fourier transform of complex numbers, whose count is a power of two, in place.
 *
 * <p>Factors come from a table of sines, not from products of each other, so that an error grows
 * with the logarithm of the count only. Immutable.
 *
 * @see <a href="https://doi.org/10.1090/S0025-5718-1965-0178586-1">Cooley and Tukey, "An Algorithm
 *     for the Machine Calculation of Complex Fourier Series", 1965</a>
 */
final class FourierTransform {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  /**
   * Creates a transform.
   *
   * @param size how many numbers, a power of two
   */
  FourierTransform(int size) {
    if (size < 1 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("the size must be a power of two, got " + size);
    }
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      double angle = -2 * Math.PI * i / size;
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  }

  /** Replaces x by {@code X_k = Σ_j x_j · e^(-2πi·jk/n)}. */
  void forward(double[] real, double[] imaginary) {
    reverseBits(real, imaginary);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int i = 0; i < half; i++) {
          butterfly(real, imaginary, start + i, start + i + half, i * stride);
        }
      }
    }
  }

  /** Undoes {@link #forward}. */
  void inverse(double[] real, double[] imaginary) {
    forward(imaginary, real); // with both parts exchanged, as the conjugate
    for (int i = 0; i < size; i++) {
      real[i] /= size;
      imaginary[i] /= size;
    }
  }

  private void butterfly(double[] real, double[] imaginary, int a, int b, int factor) {
    double c = cosines[factor];
    double s = sines[factor];
    double re = c * real[b] - s * imaginary[b];
    double im = c * imaginary[b] + s * real[b];
    real[b] = real[a] - re;
    imaginary[b] = imaginary[a] - im;
    real[a] += re;
    imaginary[a] += im;
  }

  private void reverseBits(double[] real, double[] imaginary) {
    int bits = Integer.numberOfTrailingZeros(size);
    for (int i = 0; i < size; i++) {
      int other = bits == 0 ? 0 : Integer.reverse(i) >>> (32 - bits);
      if (i < other) {
        swap(real, i, other);
        swap(imaginary, i, other);
      }
    }
  }

  private static void swap(double[] numbers, int a, int b) {
    double kept = numbers[a];
    numbers[a] = numbers[b];
    numbers[b] = kept;
  }
}
