package dev.chatwright.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.ContextPlan.Fits;
import dev.chatwright.dialogue.ContextPlan.NeedsSummary;
import dev.chatwright.dialogue.ContextPlan.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextPlannerTest {
  private static final TokenCounter WORDS =
      text -> text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
  private static final ContextWindow WINDOW = new ContextWindow(1_200, 200, 4);

  private static String words(int count) {
    return "word ".repeat(count).strip();
  }

  /** Questions and answers in turn, the last a question; each so many words. */
  private static List<Turn> exchange(int count, int words) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Turn("t" + i, i % 2 == 0 ? Role.USER : Role.ASSISTANT, words(words)))
        .toList();
  }

  private static Attachment file(String id, int pages, int words) {
    return new Attachment(
        id,
        id + ".pdf",
        IntStream.range(0, pages).mapToObj(_ -> Attachment.Page.of(words(words), WORDS)).toList());
  }

  private static ContextRequest request(
      List<Attachment> files, Optional<Summary> summary, List<Turn> turns) {
    return new ContextRequest(WINDOW, words(20), files, summary, turns);
  }

  private static ContextPlan plan(
      List<Attachment> files, Optional<Summary> summary, List<Turn> turns) {
    return ContextPlanner.plan(request(files, summary, turns), WORDS);
  }

  private static Fits fits(ContextPlan plan) {
    assertThat(plan).isInstanceOf(Fits.class);
    return (Fits) plan;
  }

  private static NeedsSummary needsSummary(ContextPlan plan) {
    assertThat(plan).isInstanceOf(NeedsSummary.class);
    return (NeedsSummary) plan;
  }

  @Test
  void whatFitsIsGivenWholeAndTheGaugeAddsUp() {
    List<Turn> turns = exchange(5, 30);

    Fits fits = fits(plan(List.of(file("a", 2, 50)), Optional.empty(), turns));

    assertThat(fits.turns()).isEqualTo(turns);
    assertThat(fits.excerpts()).allMatch(AttachmentExcerpt::whole);
    ContextGauge gauge = fits.gauge();
    assertThat(gauge.system()).isEqualTo(24);
    assertThat(gauge.turns()).isEqualTo(5 * 34);
    assertThat(gauge.used() + gauge.free() + gauge.reserve()).isEqualTo(gauge.length());
  }

  @Test
  void theGaugeCountsNoLessThanTheExcerptsAre() {
    Fits fits =
        fits(plan(List.of(file("a", 9, 100), file("b", 2, 10)), Optional.empty(), exchange(1, 10)));

    int given =
        fits.excerpts().stream().mapToInt(excerpt -> WORDS.count(excerpt.promptText())).sum();
    assertThat(given).isLessThanOrEqualTo(fits.gauge().attachments());
    assertThat(fits.gauge().free()).isNotNegative();
  }

  @Test
  void aFileThatIsTooLongIsReadToAWholePageAndSaysSo() {
    Fits fits = fits(plan(List.of(file("report", 30, 100)), Optional.empty(), exchange(1, 10)));

    AttachmentExcerpt excerpt = fits.excerpts().getFirst();
    assertThat(excerpt.pages()).isEqualTo(9);
    assertThat(excerpt.of()).isEqualTo(30);
    assertThat(excerpt.promptText()).startsWith("File report.pdf, pages 1 to 9 of 30");
  }

  @Test
  void aLongFileDoesNotHideTheOneAfterIt() {
    Fits fits =
        fits(
            plan(
                List.of(file("long", 30, 100), file("short", 2, 100)),
                Optional.empty(),
                exchange(1, 10)));

    assertThat(fits.excerpts()).extracting(AttachmentExcerpt::pages).containsExactly(7, 2);
  }

  @Test
  void aFileWithoutAPageThatFitsIsStillTold() {
    Fits fits = fits(plan(List.of(file("huge", 1, 5_000)), Optional.empty(), exchange(1, 10)));

    assertThat(fits.excerpts()).singleElement().matches(excerpt -> excerpt.pages() == 0);
    assertThat(fits.gauge().attachments()).isZero();
  }

  @Test
  void whatIsNearlyFullStillFits() {
    Fits fits = fits(plan(List.of(), Optional.empty(), exchange(17, 44)));

    assertThat(fits.gauge().free()).isPositive();
    assertThat(fits.turns()).hasSize(17);
  }

  @Test
  void whatIsKeptBeginsWithThePersonAndFillsAtMostSixtyPercent() {
    List<Turn> turns = exchange(23, 46);

    NeedsSummary needed = needsSummary(plan(List.of(), Optional.empty(), turns));

    int kept = turns.size() - needed.turns().size();
    assertThat(turns.get(needed.turns().size()).role()).isEqualTo(Role.USER);
    assertThat(kept * 50).isLessThanOrEqualTo((int) (0.6 * 976));
    assertThat((kept + 2) * 50).isGreaterThan((int) (0.6 * 976));
  }

  @Test
  void aSummaryThatWasJustMadeDoesNotAskForTheNext() {
    List<Turn> turns = exchange(23, 46);
    NeedsSummary needed = needsSummary(plan(List.of(), Optional.empty(), turns));

    Summary summary = new Summary(needed.upToNodeId(), words(needed.maximumTokens() - 15));
    Fits fits = fits(plan(List.of(), Optional.of(summary), turns));

    assertThat(fits.summary()).contains(summary);
    assertThat(fits.turns().getFirst().role()).isEqualTo(Role.USER);
    assertThat(fits.turns()).hasSize(turns.size() - needed.turns().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 333, 2_001})
  void aConversationManyTimesTheContextIsSummarisedInRoundsThatEachFit(int messages) {
    List<Turn> turns = exchange(messages, 80);
    List<String> covered = new ArrayList<>();
    Optional<Summary> summary = Optional.empty();
    ContextPlan plan = plan(List.of(), summary, turns);

    while (plan instanceof NeedsSummary round) {
      TaskPrompt prompt = SummaryTask.prompt(round);
      int tokens =
          WORDS.count(prompt.system()) + WORDS.count(prompt.user()) + round.maximumTokens();
      assertThat(tokens).isLessThanOrEqualTo(WINDOW.length());
      round.turns().forEach(turn -> covered.add(turn.nodeId()));
      summary = Optional.of(new Summary(round.upToNodeId(), words(40)));
      plan = plan(List.of(), summary, turns);
    }

    fits(plan).turns().forEach(turn -> covered.add(turn.nodeId()));
    assertThat(covered).isEqualTo(turns.stream().map(Turn::nodeId).toList());
  }

  @Test
  void aMessageTooLongEvenForItsSummaryIsShortenedInTheMiddleAndTold() {
    List<Turn> turns = new ArrayList<>(exchange(4, 40));
    turns.set(0, new Turn("t0", Role.USER, "first " + words(9_000) + " last"));
    turns.add(new Turn("t4", Role.USER, "and now?"));

    NeedsSummary needed = needsSummary(plan(List.of(), Optional.empty(), turns));

    assertThat(needed.shortened()).isTrue();
    assertThat(needed.upToNodeId()).isEqualTo("t0");
    assertThat(needed.turns().getFirst().text())
        .startsWith("first ")
        .endsWith(" last")
        .contains("the middle of this message was left out");
    assertThat(WORDS.count(SummaryTask.prompt(needed).user())).isLessThan(1_000);
  }

  @Test
  void filesClaimHalfOfTheRoomAtMostWhenMessagesNeedIt() {
    NeedsSummary needed =
        needsSummary(plan(List.of(file("a", 30, 100)), Optional.empty(), exchange(13, 40)));
    assertThat(needed.turns()).isNotEmpty();

    Summary summary = new Summary(needed.upToNodeId(), words(20));
    Fits fits = fits(plan(List.of(file("a", 30, 100)), Optional.of(summary), exchange(13, 40)));

    assertThat(fits.gauge().attachments()).isBetween(400, 1_000);
  }

  @Test
  void instructionsOrALastMessageThatNoModelCouldReadAreNamed() {
    ContextRequest longSystem =
        new ContextRequest(WINDOW, words(1_500), List.of(), Optional.empty(), exchange(1, 1));

    assertThat(ContextPlanner.plan(longSystem, WORDS))
        .isEqualTo(new TooLong(ContextPlan.Part.SYSTEM, 1_504, 1_000));
    assertThat(plan(List.of(), Optional.empty(), exchange(1, 990)))
        .isEqualTo(new TooLong(ContextPlan.Part.LAST_EXCHANGE, 994, 976));
  }

  @Test
  void aSummaryOfAnotherBranchStandsForNothing() {
    List<Turn> turns = exchange(3, 10);

    Fits fits = fits(plan(List.of(), Optional.of(new Summary("elsewhere", "…")), turns));

    assertThat(fits.turns()).isEqualTo(turns);
    assertThat(fits.summary()).isEmpty();
  }

  @Test
  void aSummaryTooLongForThisModelIsMadeAnew() {
    Summary summary = new Summary("t1", words(5_000));

    NeedsSummary needed = needsSummary(plan(List.of(), Optional.of(summary), exchange(31, 60)));

    assertThat(needed.previous()).isEmpty();
    assertThat(needed.turns().getFirst().nodeId()).isEqualTo("t0");
  }

  @Test
  void nothingToSayYetFits() {
    Fits fits = fits(plan(List.of(), Optional.empty(), List.of()));

    assertThat(fits.gauge().turns()).isZero();
  }

  @Test
  void countsTooLargeForAnIntegerAreTooLongAndNotNegative() {
    ContextRequest request = request(List.of(), Optional.empty(), exchange(9, 3));

    ContextPlan plan =
        ContextPlanner.plan(
            request, text -> text.startsWith("word word word word") ? 5 : Integer.MAX_VALUE - 8);

    assertThat(plan).isInstanceOf(TooLong.class);
  }
}
