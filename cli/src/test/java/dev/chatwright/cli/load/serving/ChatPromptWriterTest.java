package dev.chatwright.cli.load.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chatwright.testing.ByteTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatPromptWriterTest {
  private static final int MANY = 1000;

  @Test
  void promptsHaveTheLengthThatIsAskedFor() {
    ChatPromptWriter writer = writer(1);

    assertThat(writer.write(110)).hasSize(110);
    assertThat(writer.write(2)).hasSize(2);
  }

  @Test
  void noTwoPromptsBeginWithTheSameTwoWords() {
    ChatPromptWriter writer = writer(2);
    Set<List<Integer>> beginnings = new HashSet<>();

    for (int i = 0; i < MANY; i++) {
      beginnings.add(List.copyOf(writer.write(5).subList(0, 2)));
    }

    assertThat(beginnings).hasSize(MANY);
  }

  @Test
  void theSameSeedGivesTheSamePrompts() {
    assertThat(written(3)).isEqualTo(written(3)).isNotEqualTo(written(4));
  }

  @Test
  void aPromptOfOneTokenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer(1).write(1))
        .withMessage("a prompt has at least two tokens, got 1");
  }

  private static List<List<Integer>> written(long seed) {
    ChatPromptWriter writer = writer(seed);
    List<List<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(writer.write(20));
    }
    return all;
  }

  private static ChatPromptWriter writer(long seed) {
    return new ChatPromptWriter(new ByteTokenizer(), seed);
  }
}
