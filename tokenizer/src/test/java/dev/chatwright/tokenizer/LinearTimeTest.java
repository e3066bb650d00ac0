package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A megabyte of one sign takes about four times as long as a quarter of it: twice that would still
 * pass, the sixteen times of a quadratic algorithm would not.
 */
class LinearTimeTest {
  private static final int LETTERS = 1_000_000;
  private static final int MESSAGES = 16_000;
  private static final int PARTS = 4;
  private static final double MOST = 2.0 * PARTS;
  private static final int ATTEMPTS = 5;

  static Stream<Arguments> runs() {
    return Stream.of("smollm", "gpt4o", "llama2", "unigram-bytes", "wordpiece")
        .flatMap(kind -> Stream.of("a", "👩‍", " ", "\n").map(sign -> Arguments.of(kind, sign)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fourTimesTheTextTakesAboutFourTimesTheWork(String kind, String sign) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    String whole = sign.repeat(LETTERS / sign.length());
    String part = whole.substring(0, LETTERS / PARTS);

    assertLinear(() -> tokenizer.encode(part), () -> tokenizer.encode(whole));
  }

  @ParameterizedTest
  @ValueSource(strings = {"smollm", "llama2"})
  void fourTimesTheMessagesTakeAboutFourTimesTheWork(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    PromptText whole = conversation(MESSAGES);
    PromptText part = conversation(MESSAGES / PARTS);

    assertLinear(() -> tokenizer.encode(part), () -> tokenizer.encode(whole));
  }

  private static PromptText conversation(int messages) {
    List<PromptText.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      pieces.add(new PromptText.Piece("</s><|im_end|>", true, PromptText.Piece.NO_MESSAGE));
      pieces.add(new PromptText.Piece("the quick brown fox", false, i));
    }
    return new PromptText(pieces);
  }

  private static void assertLinear(Runnable part, Runnable whole) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) { // other load may spoil one
      if (ratio(part, whole) < MOST) {
        return;
      }
    }
    assertThat(ratio(part, whole)).isLessThan(MOST);
  }

  private static double ratio(Runnable part, Runnable whole) {
    long ofPart = Long.MAX_VALUE;
    for (int i = 0; i < PARTS; i++) {
      ofPart = Math.min(ofPart, nanos(part));
    }
    return (double) nanos(whole) / ofPart;
  }

  private static long nanos(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return Math.max(1, System.nanoTime() - started);
  }
}
