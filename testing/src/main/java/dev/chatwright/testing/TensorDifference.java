package dev.chatwright.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Tensor;

/** Compares float tensors. */
public final class TensorDifference {
  private TensorDifference() {}

  /** Asserts that no element differs by more than {@code tolerance} of the largest expected. */
  public static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] found = actual.toArray();
    float[] wanted = expected.toArray();
    int worst = 0;
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      if (!(Math.abs(found[i] - wanted[i]) <= Math.abs(found[worst] - wanted[worst]))) {
        worst = i;
      }
    }
    assertThat((double) Math.abs(found[worst] - wanted[worst]))
        .as(
            "largest difference, at row %d column %d: found %s, expected %s",
            worst / actual.columns(), worst % actual.columns(), found[worst], wanted[worst])
        .isLessThanOrEqualTo(tolerance * largest);
  }
}
