package dev.chatwright.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallTasksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Baking bread at home | Baking bread at home",
        "\"Baking bread at home.\" | Baking bread at home",
        "Title: Baking bread | Baking bread",
        "**Title:** \"Baking bread\" | Baking bread",
        "# Baking `bread` | Baking bread",
        "«Du pain maison» | Du pain maison",
        "1. Baking bread | Baking bread",
        "snake_case in Python | snake_case in Python",
        "Who's there? | Who's there?",
        "Rock 'n' Roll | Rock 'n' Roll",
        "<think>They ask about bread</think>Bread | Bread",
      })
  void aTitleIsFreedOfWhatModelsPutAroundIt(String answer, String title) {
    assertThat(TitleTask.parse(answer)).contains(title);
  }

  @Test
  void theFirstLineWithWordsIsTheTitle() {
    assertThat(TitleTask.parse("\n\n***\nTitle:\nBaking bread\nI hope you like it"))
        .contains("Baking bread");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  \n ", "\"\"", "**", "Title:", "<think>never ended", "\u0000\u0007"})
  void anAnswerWithoutATitleIsNone(String answer) {
    assertThat(TitleTask.parse(answer)).isEmpty();
  }

  @Test
  void aSentenceInsteadOfATitleIsNone() {
    assertThat(TitleTask.parse("x".repeat(60))).isPresent();
    assertThat(TitleTask.parse("x".repeat(61))).isEmpty();
  }

  @Test
  void aTitleCannotTurnTheTextAroundIt() {
    assertThat(TitleTask.parse("safe\u202Egnp.exe")).contains("safe gnp.exe");
  }

  @Test
  void upToThreeDifferentFollowUpsAreRead() {
    String answer =
        """
        Here are three questions:
        1. What flour is best?
        2. **what flour is best?**
        - "How long does it rise?"

        3) Can I freeze it?
        4. A fourth?
        """;

    assertThat(FollowUpTask.parse(answer))
        .containsExactly("What flour is best?", "How long does it rise?", "Can I freeze it?");
  }

  @Test
  void noFollowUpsAreAnEmptyList() {
    assertThat(FollowUpTask.parse("\n \"\" \n")).isEmpty();
  }

  @Test
  void aSummaryLosesItsLabelAndKeepsItsLines() {
    assertThat(SummaryTask.parse("Summary:\nThe person bakes.\nThey like rye."))
        .contains("The person bakes.\nThey like rye.");
    assertThat(SummaryTask.parse(" \n")).isEmpty();
  }

  @Test
  void theQuestionForATitleIsShortHoweverLongTheConversation() {
    List<Turn> turns =
        IntStream.range(0, 50)
            .mapToObj(i -> new Turn("t" + i, Role.USER, "y".repeat(100_000)))
            .toList();

    assertThat(TitleTask.prompt(turns).user()).hasSizeLessThan(2_100);
    assertThat(FollowUpTask.prompt(turns).user()).hasSizeLessThan(8_200);
  }

  @Test
  void aSummaryQuestionHoldsTheSummarySoFar() {
    ContextPlan.NeedsSummary round =
        new ContextPlan.NeedsSummary(
            Optional.of(new Summary("a", "They met.")),
            List.of(new Turn("b", Role.ASSISTANT, "Hello")),
            false,
            "b",
            100);

    assertThat(SummaryTask.prompt(round).user())
        .contains("Summary so far:\nThey met.")
        .contains("Assistant: Hello")
        .endsWith("Summary:");
  }
}
