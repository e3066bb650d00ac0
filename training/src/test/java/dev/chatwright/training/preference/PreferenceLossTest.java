package dev.chatwright.training.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreferenceLossTest {
  private static final double STEP = 1e-5;

  /** Rows on both sides of every bend: better and worse, good and bad, near and far. */
  private static final List<ScoredRow> ROWS =
      List.of(
          row(-12, -11, 6, -15, -15.5, 9, true),
          row(-3, -5, 4, -2.5, -2, 5, false),
          row(-40, -32, 21, -8, -9.5, 2, true),
          row(-0.2, -0.4, 1, -70, -71, 30, false));

  private static ScoredRow row(
      double first, double ofFirst, int n, double second, double ofSecond, int m, boolean good) {
    return new ScoredRow(new Score(first, ofFirst, n), new Score(second, ofSecond, m), good);
  }

  static Stream<PreferenceLoss> losses() {
    return Stream.of(
        new DpoLoss(0.1, 0, DpoLoss.Form.SIGMOID),
        new DpoLoss(0.5, 0.2, DpoLoss.Form.SIGMOID),
        new DpoLoss(0.3, 0, DpoLoss.Form.IPO),
        new KtoLoss(0.2, 1, 1),
        new KtoLoss(0.4, 1.5, 0.7),
        new OrpoLoss(0.1),
        new OrpoLoss(1.3));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void derivativesAreThoseOfTheLoss(PreferenceLoss loss) {
    LossOfRows found = loss.of(ROWS);
    for (int i = 0; i < ROWS.size(); i++) {
      assertThat(found.byFirst()[i])
          .as("first %d", i)
          .isCloseTo(slope(loss, i, true), within(1e-8));
      if (!(loss instanceof KtoLoss)) { // whose estimate is not differentiated
        assertThat(found.bySecond()[i])
            .as("second %d", i)
            .isCloseTo(slope(loss, i, false), within(1e-8));
      }
    }
  }

  private static double slope(PreferenceLoss loss, int row, boolean first) {
    double more = loss.of(moved(row, first, STEP)).loss();
    double less = loss.of(moved(row, first, -STEP)).loss();
    return (more - less) / (2 * STEP);
  }

  private static List<ScoredRow> moved(int index, boolean first, double by) {
    List<ScoredRow> rows = new ArrayList<>(ROWS);
    ScoredRow row = rows.get(index);
    rows.set(
        index,
        new ScoredRow(
            first ? moved(row.first(), by) : row.first(),
            first ? row.second() : moved(row.second(), by),
            row.good()));
    return rows;
  }

  private static Score moved(Score score, double by) {
    return new Score(score.logProbability() + by, score.reference(), score.tokens());
  }

  @Test
  void whatIsAsTheReferenceCostsWhatThePapersSay() {
    List<ScoredRow> same =
        List.of(row(-5, -5, 3, -9, -9, 4, true), row(-2, -2, 1, -4, -4, 2, true));

    assertThat(new DpoLoss(0.1, 0, DpoLoss.Form.SIGMOID).of(same).loss())
        .isCloseTo(Math.log(2), within(1e-12));
    assertThat(new DpoLoss(0.1, 0, DpoLoss.Form.IPO).of(same).loss()).isCloseTo(25, within(1e-9));
    assertThat(new KtoLoss(0.1, 1, 1).of(same).loss()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theEstimateOfHowFarTheModelIsCountsAndIsNotNegative() {
    KtoLoss loss = new KtoLoss(1, 1, 1);

    double far = loss.of(List.of(row(-4, -5, 3, -6, -9, 4, true))).loss();
    double below = loss.of(List.of(row(-4, -5, 3, -9, -6, 4, true))).loss();

    assertThat(far).isCloseTo(1 - 1 / (1 + Math.exp(-(1 - 3.0))), within(1e-12));
    assertThat(below).isCloseTo(1 - 1 / (1 + Math.exp(-1.0)), within(1e-12));
  }

  @Test
  void marginsTellHowOftenTheBetterIsPreferred() {
    var margins = new DpoLoss(0.1, 0, DpoLoss.Form.SIGMOID).of(ROWS.subList(0, 2)).margins();

    assertThat(margins.accuracy()).isEqualTo(0.5); // −1.5 and 2.5
    assertThat(margins.margin()).isCloseTo(0.05, within(1e-12));
    assertThat(margins.rows()).isEqualTo(2);
  }

  /** Rows far out neither overflow nor become NaN. */
  @ParameterizedTest
  @MethodSource("losses")
  void extremesStayFinite(PreferenceLoss loss) {
    LossOfRows found =
        loss.of(
            List.of(
                row(0, -1e4, 1, -1e4, 0, 1, true),
                row(-1e4, 0, 1, 0, -1e4, 1, true),
                row(-1e-9, 0, 3, -1e4, 0, 2, false)));

    assertThat(found.loss()).isFinite();
    assertThat(DoubleStream.of(found.byFirst())).allMatch(Double::isFinite);
    assertThat(DoubleStream.of(found.bySecond())).allMatch(Double::isFinite);
  }

  @Test
  void numbersWithoutMeaningAreRefused() {
    assertThatThrownBy(() -> new DpoLoss(0, 0, DpoLoss.Form.SIGMOID))
        .hasMessage("beta must be positive, got 0.0");
    assertThatThrownBy(() -> new KtoLoss(Double.NaN, 1, 1)).hasMessageContaining("got NaN");
    assertThatThrownBy(() -> new DpoLoss(1, 0.5, DpoLoss.Form.SIGMOID))
        .hasMessageContaining("labelSmoothing must be from 0 to below 0.5");
    assertThatThrownBy(() -> new OrpoLoss(-1)).hasMessageContaining("lambda must be positive");
  }
}
