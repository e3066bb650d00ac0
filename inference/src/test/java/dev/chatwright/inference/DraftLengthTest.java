package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftLengthTest {
  private final DraftLength draft = new DraftLength(Speculation.AUTO);

  @Test
  void guessesNothingBeforeItKnowsWhatAStepTakes() {
    assertThat(draft.best(0.9, 0, 7)).isZero();
  }

  @Test
  void guessesMoreTheMoreOftenItIsRight() {
    draft.note(1, 1000);

    assertThat(draft.best(0.05, 0, 7)).isZero();
    assertThat(draft.best(0.5, 0, 7)).isBetween(1, 4);
    assertThat(draft.best(0.99, 0, 7)).isEqualTo(7);
    assertThat(draft.best(0.99, 0, 2)).as("there are no more").isEqualTo(2);
  }

  @Test
  void guessesNothingWhereFurtherRowsCostAsMuchAsSteps() {
    draft.note(1, 1000);
    for (int rows = 2; rows <= 8; rows++) {
      draft.note(rows, 1000L * rows);
    }

    assertThat(draft.best(0.9, 0, 7)).isZero();
  }

  @Test
  void triesAgainWhatWasSlowOnce() {
    draft.note(1, 1000);
    for (int rows = 2; rows <= 8; rows++) {
      draft.note(rows, 100_000);
    }
    assertThat(draft.best(0.9, 0, 7)).isZero();

    for (int step = 0; step < 1000; step++) {
      draft.note(1, 1000);
    }

    assertThat(draft.best(0.9, 0, 7)).isPositive();
  }

  @Test
  void guessesFewerWhereGuessingTakesTime() {
    draft.note(1, 1000);

    assertThat(draft.best(0.9, 300, 7)).isBetween(1, 6);
    assertThat(draft.best(0.9, 900, 7)).isZero();
  }

  @Test
  void doesAsItIsTold() {
    assertThat(new DraftLength(Speculation.ALWAYS).best(0, 0, 3)).isEqualTo(3);
    DraftLength off = new DraftLength(Speculation.OFF);
    off.note(1, 1000);
    assertThat(off.best(1, 0, 3)).isZero();
  }
}
