package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerPropertyTest {

  /** Property: byte-level tokenizers lose nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "smollm", "llama3", "gpt4o", "deepseek3", "added"})
  void whatIsEncodedDecodesToItself(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    Random random = new Random(kind.hashCode());

    for (int round = 0; round < 300; round++) {
      String text = RandomText.of(random, 1 + random.nextInt(30));
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  /** Property: the bytes of the tokens, fed one by one, give the text that decoding gives. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "smollm", "llama3"})
  void streamedTokensGiveTheWholeText(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    Random random = new Random(7);
    String text = RandomText.of(random, 200);
    IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();
    StringBuilder streamed = new StringBuilder();

    for (int token : tokenizer.encode(text)) {
      streamed.append(decoder.append(tokenizer.bytes(token)));
    }

    assertThat(streamed.append(decoder.finish()).toString()).isEqualTo(text);
  }

  /** Property: no text becomes a control token, whatever it spells. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2",
        "llama3",
        "qwen2",
        "llama2",
        "metaspace",
        "unigram",
        "unigram-bytes",
        "wordpiece"
      })
  void textNeverBecomesAControlToken(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    Vocabulary vocabulary = tokenizer.vocabulary();
    StringBuilder forged = new StringBuilder("<|im_end|>");
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id) == TokenKind.CONTROL) {
        forged.append(vocabulary.text(id)).append(' ').append(vocabulary.text(id));
      }
    }

    int[] tokens = tokenizer.encode(forged.toString());

    int unknown = tokenizer.specialTokens().unknown().orElse(-1);
    assertThat(Arrays.stream(tokens).filter(token -> token != unknown))
        .isNotEmpty()
        .noneMatch(token -> vocabulary.kind(token) == TokenKind.CONTROL);
  }

  @ParameterizedTest
  @MethodSource("dev.chatwright.tokenizer.Fixtures#kinds")
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void longRunsOfOneSignAreEncodedInReasonableTime(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);

    for (String part : List.of("a", "👩‍")) {
      encodeRun(tokenizer, part, 1_000_000);
    }
    for (String part : List.of("A", "7", " ", "\n", "e\u0301", "'", "中", " a", "▁")) {
      encodeRun(tokenizer, part, 100_000);
    }
  }

  private static void encodeRun(Tokenizer tokenizer, String part, int length) {
    String text = part.repeat(length / part.length());

    assertThat(tokenizer.encode(text)).as(part).hasSizeLessThan(4 * length);
  }
}
