package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordScannerTest {
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** Property: scanning by hand cuts where the published patterns cut. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void handAndPatternCutAlike(long seed) {
    Random random = new Random(seed);
    PreTokenizer gpt2 = RegexSplit.known(GPT2);
    PreTokenizer llama3 = RegexSplit.known(LLAMA3);

    for (int round = 0; round < 3000; round++) {
      String text = RandomText.of(random, 1 + random.nextInt(12));
      assertThat(words(WordScanner.gpt2(), text)).isEqualTo(words(gpt2, text));
      assertThat(words(WordScanner.llama3(3), text)).isEqualTo(words(llama3, text));
    }
  }

  private static List<String> words(PreTokenizer preTokenizer, String text) {
    List<String> words = new ArrayList<>();
    preTokenizer.split(
        text, 0, text.length(), 0, (part, from, to, source) -> words.add(part.substring(from, to)));
    return words;
  }
}
