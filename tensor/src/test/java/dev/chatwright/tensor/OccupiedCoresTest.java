package dev.chatwright.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OccupiedCoresTest {
  private int current;
  private final OccupiedCores cores = new OccupiedCores(3, () -> current);

  @Test
  void ofTwoThreadsOnOneCoreTheSmallerNumberHasIt() {
    current = 5;

    assertThat(cores.occupy(1)).isTrue();
    assertThat(cores.occupy(2)).isFalse();
    assertThat(cores.occupy(0)).isTrue();
    assertThat(cores.occupy(1)).isFalse();
  }

  @Test
  void whoMovesOrLeavesMakesRoom() {
    current = 1;
    cores.occupy(0);
    current = 2;
    assertThat(cores.occupy(1)).isTrue();
    assertThat(cores.occupy(2)).isFalse();

    cores.leave(1);
    assertThat(cores.occupy(2)).isTrue();

    current = 1;
    assertThat(cores.occupy(1)).isFalse();
    current = 3;
    cores.occupy(0);
    current = 1;
    assertThat(cores.occupy(1)).isTrue();
  }

  @Test
  void whoFindsNoRoomIsNotInTheWayOfOthers() {
    current = 0;
    cores.occupy(0);
    current = 1;
    cores.occupy(1);
    current = 0;
    assertThat(cores.occupy(1)).isFalse();

    current = 1;
    assertThat(cores.occupy(2)).isTrue();
  }

  @Test
  void whereCoresAreUnknownAllHaveRoom() {
    current = CurrentCore.UNKNOWN;

    assertThat(IntStream.range(0, 3)).allMatch(cores::occupy);
    assertThat(IntStream.range(0, 3)).allMatch(cores::occupy);
  }

  @Test
  void currentCoreIsOneOfTheMachineOrUnknown() {
    assertThat(CurrentCore.number()).isGreaterThanOrEqualTo(CurrentCore.UNKNOWN);
  }
}
