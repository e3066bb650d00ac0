package dev.chatwright.cli.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddle() {
    assertThat(Spread.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 5));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void quantilesLieOnALineBetweenTwoValues() {
    List<Double> values = List.of(0.0, 10.0, 20.0, 30.0, 40.0);

    assertThat(Spread.quantile(values, 0)).isZero();
    assertThat(Spread.quantile(values, 0.95)).isCloseTo(38, within(1e-9));
    assertThat(Spread.quantile(values, 1)).isEqualTo(40);
  }

  @Test
  void nothingHasNoSpread() {
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
  }
}
