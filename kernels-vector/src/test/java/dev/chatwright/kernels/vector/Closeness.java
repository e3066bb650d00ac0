package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Tensor;

/** Compares whole tensors quickly and says where they differ most. */
final class Closeness {
  private Closeness() {}

  /** Fails if elements differ by more than {@code tolerance · max(1, |expected|)}. */
  static void assertClose(Tensor actual, Tensor expected, float tolerance, String what) {
    float[] a = actual.toArray();
    float[] e = expected.toArray();
    assertThat(a).hasSameSizeAs(e);
    int worst = -1;
    double largest = tolerance;
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(e[i])) {
        double difference = Math.abs((double) a[i] - e[i]) / Math.max(1, Math.abs(e[i]));
        if (!(difference <= largest)) {
          worst = i;
          largest = difference;
        }
      }
    }
    assertThat(worst)
        .as(
            "%s: element %d is %s, expected %s within %s",
            what, worst, worst < 0 ? "" : a[worst], worst < 0 ? "" : e[worst], tolerance)
        .isEqualTo(-1);
  }
}
