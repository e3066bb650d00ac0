package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptLookupTest {
  private static PromptLookup of(int... tokens) {
    return new PromptLookup(new TokenList(tokens));
  }

  @Test
  void guessesWhatFollowedTheSameTokensLast() {
    assertThat(of(1, 2, 3, 9, 1, 2, 3, 4, 5, 1, 2, 3).guess(7)).containsExactly(4, 5, 1, 2, 3);
    assertThat(of(1, 2, 3, 9, 1, 2, 3, 4, 5, 1, 2, 3).guess(2)).containsExactly(4, 5);
  }

  @Test
  void prefersThreeTokensInCommonToTwo() {
    assertThat(of(7, 1, 2, 30, 8, 1, 2, 40, 7, 1, 2).guess(1)).containsExactly(30);
  }

  @Test
  void guessesNothingFromOneTokenOrNone() {
    assertThat(of(1, 2, 3, 2).guess(7)).isEmpty();
    assertThat(of(1).guess(7)).isEmpty();
    assertThat(of(1, 1, 1, 1).guess(7)).containsExactly(1);
  }

  @Test
  void theRateFollowsWhatWasRight() {
    PromptLookup lookup = of(1, 2, 3, 4, 1, 2, 3);
    lookup.guess(1);
    double before = lookup.rate();

    lookup.note(0, 4);
    assertThat(lookup.rate()).isGreaterThan(before);
    lookup.note(0, 5);
    lookup.note(0, 5);
    assertThat(lookup.rate()).isLessThan(before);
  }
}
