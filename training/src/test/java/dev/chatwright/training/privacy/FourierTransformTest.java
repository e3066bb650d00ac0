package dev.chatwright.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FourierTransformTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 64})
  void everyNumberIsItsSum(int size) {
    Random random = new Random(size);
    double[] x = random.doubles(size).toArray();
    double[] y = random.doubles(size).toArray();
    double[] real = x.clone();
    double[] imaginary = y.clone();

    new FourierTransform(size).forward(real, imaginary);

    for (int k = 0; k < size; k++) {
      double re = 0;
      double im = 0;
      for (int j = 0; j < size; j++) {
        double angle = -2 * Math.PI * j * k / size;
        re += x[j] * Math.cos(angle) - y[j] * Math.sin(angle);
        im += x[j] * Math.sin(angle) + y[j] * Math.cos(angle);
      }
      assertThat(real[k]).isEqualTo(re, within(1e-12));
      assertThat(imaginary[k]).isEqualTo(im, within(1e-12));
    }
  }

  @Test
  void theInverseBringsAllBack() {
    int size = 1 << 16;
    Random random = new Random(1);
    double[] x = random.doubles(size).toArray();
    double[] real = x.clone();
    double[] imaginary = new double[size];
    FourierTransform transform = new FourierTransform(size);

    transform.forward(real, imaginary);
    transform.inverse(real, imaginary);

    assertThat(real).containsExactly(x, within(1e-14));
    assertThat(imaginary).containsExactly(new double[size], within(1e-14));
  }

  @Test
  void onlyPowersOfTwoAreTransformed() {
    assertThatThrownBy(() -> new FourierTransform(12)).hasMessageContaining("got 12");
  }
}
