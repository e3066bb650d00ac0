package dev.chatwright.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  @Test
  void cosineRisesFallsAndStaysLow() {
    Schedule schedule = new Schedule.Cosine(1, 0.2, 4, 14);

    assertThat(schedule.rate(0)).isCloseTo(0.2, CLOSE);
    assertThat(schedule.rate(3)).isCloseTo(0.8, CLOSE);
    assertThat(schedule.rate(4)).isCloseTo(1, CLOSE);
    assertThat(schedule.rate(9)).isCloseTo(0.6, CLOSE);
    assertThat(schedule.rate(14)).isCloseTo(0.2, CLOSE);
    assertThat(schedule.rate(100)).isCloseTo(0.2, CLOSE);
  }

  @Test
  void warmUpStableDecayKeepsItsHeightUntilTheEnd() {
    Schedule schedule = new Schedule.WarmUpStableDecay(1, 0.5, 1, 4, 10);

    assertThat(schedule.rate(0)).isCloseTo(0.5, CLOSE);
    assertThat(schedule.rate(1)).isCloseTo(1, CLOSE);
    assertThat(schedule.rate(6)).isCloseTo(1, CLOSE);
    assertThat(schedule.rate(8)).isCloseTo(0.75, CLOSE);
    assertThat(schedule.rate(10)).isCloseTo(0.5, CLOSE);
  }

  @Test
  void aRateOfZeroIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Constant(0))
        .withMessage("rate must be positive, got 0.0");
  }

  @Test
  void aWarmUpLongerThanTheRunIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Cosine(1, 0, 11, 10))
        .withMessage("warm-up must be from 0 to 10 steps, got 11");
  }
}
