package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTest {
  /** Sixty different words of plain prose. */
  private static final String PROSE =
      "Every morning the old ferry leaves its harbour at seven, carrying letters, bread and news to"
          + " three islands where nobody owns a car. Most passengers know each other by name; some"
          + " have crossed this water since childhood. When storms come, everyone simply waits,"
          + " playing cards behind steamed windows while gulls shout above the empty pier and"
          + " somebody always brings far too much coffee.";

  private final Quality gopher = new Quality(QualityRules.DOCUMENTS);

  private static String many(String word, int times) {
    return IntStream.range(0, times).mapToObj(i -> word + i).collect(Collectors.joining(" "));
  }

  @Test
  void proseIsKept() {
    assertThat(gopher.judge(PROSE, Words.of(PROSE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TOO_SHORT", "ODD_WORDS", "FEW_LETTERS", "SYMBOLS", "REPEATED_LINES"})
  void whatIsPoorIsLeftOut(DropReason reason) {
    String text =
        switch (reason) {
          case TOO_SHORT -> "Only a few words.";
          case ODD_WORDS -> many("extraordinarilylong", 60);
          case FEW_LETTERS -> PROSE + " " + many("100", 40);
          case SYMBOLS -> PROSE + " #".repeat(20);
          default -> PROSE + "\nBuy now!".repeat(10);
        };

    assertThat(gopher.judge(text, Words.of(text))).contains(reason);
  }

  @Test
  void repeatedWordsAreLeftOut() {
    String phrase = PROSE + " It was the best of all ferries and everybody said so.".repeat(8);

    assertThat(gopher.judge(phrase, Words.of(phrase))).contains(DropReason.REPEATED_WORDS);
  }

  @Test
  void ideographsAreWordsAndNotOdd() {
    Words words = Words.of("渡轮每天早上七点离开港口。Ferry 7");

    assertThat(words.count()).isEqualTo(14);
    assertThat(words.areMostlyIdeographs()).isTrue();
  }

  @Test
  void caseAndPunctuationMakeNoOtherWord() {
    assertThat(Words.of("The FERRY, leaves!").grams(3))
        .isEqualTo(Words.of("the ferry - leaves").grams(3));
    assertThat(Words.of("the ferry leaves").grams(2)).hasSize(2).doesNotHaveDuplicates();
  }
}
