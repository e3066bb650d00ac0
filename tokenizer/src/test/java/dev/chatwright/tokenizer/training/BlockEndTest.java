package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tokenizer.WordPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockEndTest {

  /** Property: the words of blocks are the words of the text, wherever blocks are full. */
  @ParameterizedTest
  @EnumSource
  void blocksHaveTheWordsOfTheText(WordPattern pattern) {
    byte[] text = FormulaText.of(3_000).getBytes(UTF_8);
    Random random = new Random(5);
    List<String> words = new ArrayList<>();

    for (int from = 0; from < text.length; ) {
      byte[] rest = Arrays.copyOfRange(text, from, Math.min(text.length, from + size(random)));
      int end = from + rest.length == text.length ? rest.length : BlockEnd.find(rest, rest.length);
      words.addAll(words(pattern, new String(rest, 0, end, UTF_8)));
      from += end;
    }

    assertThat(words).isEqualTo(words(pattern, new String(text, UTF_8)));
  }

  /** In so many bytes of the formula's text there always is a safe place. */
  private static int size(Random random) {
    return 1_000 + random.nextInt(300);
  }

  @Test
  void textWithoutASafePlaceIsCutBetweenCharacters() {
    byte[] text = "中".repeat(10).getBytes(UTF_8);

    assertThat(BlockEnd.find(text, 29)).isEqualTo(27);
    assertThat(BlockEnd.find("ab".getBytes(UTF_8), 2)).isEqualTo(1);
  }

  private static List<String> words(WordPattern pattern, String text) {
    List<String> words = new ArrayList<>();
    pattern.split(text, (part, from, to) -> words.add(part.substring(from, to)));
    return words;
  }
}
