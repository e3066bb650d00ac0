package dev.chatwright.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstSpaceTest {

  @Test
  void onlyTheFirstSpaceOfAllIsTakenOut() {
    var space = new FirstSpace(true);

    assertThat(space.without(bytes(" Once"))).isEqualTo(bytes("Once"));
    assertThat(space.without(bytes(" upon"))).isEqualTo(bytes(" upon"));
  }

  @Test
  void tokensWithoutTextDoNotCount() {
    var space = new FirstSpace(true);

    assertThat(space.without(new byte[0])).isEmpty();
    assertThat(space.without(bytes("  x"))).isEqualTo(bytes(" x"));
  }

  @Test
  void aTextThatBeginsWithoutItKeepsTheNext() {
    var space = new FirstSpace(true);

    assertThat(space.without(bytes("Once"))).isEqualTo(bytes("Once"));
    assertThat(space.without(bytes(" upon"))).isEqualTo(bytes(" upon"));
  }

  @Test
  void theRestOfAPromptKeepsIt() {
    assertThat(new FirstSpace(false).without(bytes(" upon"))).isEqualTo(bytes(" upon"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
