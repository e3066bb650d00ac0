package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  private final Parallel parallel = new Parallel(1);
  private final List<ShortRun> measured = new ArrayList<>();

  @AfterEach
  void release() {
    parallel.close();
  }

  private Planner planner(int repeats) throws IOException {
    return new Planner(text(repeats), 0.05, Kernels.fastest(), parallel);
  }

  private Path text(int repeats) throws IOException {
    Path text = folder.resolve("text.txt");
    return Files.writeString(text, "the heron waits; the fish does not. ".repeat(repeats));
  }

  /** As {@code train} does, and before anything is measured for it. */
  @Test
  void whatDoesNotFitTheMachineIsNotPlanned() throws IOException {
    Planner planner = new Planner(text(4000), 0.05, 100 << 20, Kernels.fastest(), parallel);

    for (Budget budget : List.of(new Budget.Depth(6), new Budget.Size(50_000_000))) {
      assertThatThrownBy(() -> planner.plan(budget, measured::add))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("the run needs [0-9,]+ MB \\(.*, this machine has 100; choose a .*");
    }
    assertThat(measured).isEmpty();
    assertThat(planner.plan(new Budget.Depth(1), measured::add).memory().bytes())
        .isLessThan(100 << 20);
  }

  @Test
  void theRecipeIsThatOfThePlanAndAccepted() throws IOException {
    Plan plan = planner(4000).plan(new Budget.Depth(1), measured::add);

    Recipe recipe = Recipe.parse(plan.recipe().source(), Path.of("a plan"));
    assertThat(recipe.model()).isEqualTo(plan.model().shape());
    assertThat(recipe.cadence().steps() * recipe.batch() * recipe.model().context())
        .isEqualTo(plan.tokens());
    assertThat(plan.limit()).isEqualTo(Plan.Limit.SIZE);
    assertThat((double) plan.tokens()).isCloseTo(5.0 * plan.parameters(), within(3000.0));
  }

  @Test
  void aSizeIsNotExceeded() throws IOException {
    Planner planner = planner(4000);

    Plan plan = planner.plan(new Budget.Size(450_000), measured::add);

    assertThat(plan.model().depth()).isEqualTo(2);
    assertThat(plan.parameters()).isBetween(300_000L, 450_000L);
    assertThatThrownBy(() -> planner.plan(new Budget.Size(1000), measured::add))
        .hasMessageContaining("the smallest model of the family has");
  }

  @Test
  void aTextIsNotReadMoreThanFourTimes() throws IOException {
    Plan plan = planner(300).plan(new Budget.Time(1e9), measured::add);

    assertThat(plan.limit()).isEqualTo(Plan.Limit.TEXT);
    assertThat(plan.epochs()).isBetween(3.5, 4.0);
    assertThat(plan.model().depth()).isEqualTo(1);
  }

  @Test
  void theTimeIsThatOfTheStepsThatWereMeasured() throws IOException {
    Plan plan = planner(30_000).plan(new Budget.Time(3), measured::add);

    double work =
        StepWork.perToken(
            plan.model().shape().architecture(15),
            plan.model().shape().optionalTensors(),
            plan.model().context());
    assertThat(plan.seconds())
        .isCloseTo(
            plan.tokens() * work / measured.getLast().workPerSecond(),
            within(0.05 * plan.seconds()));
    assertThat(plan.seconds()).isLessThan(3.1);
    assertThat(plan.limit()).isEqualTo(Plan.Limit.TIME);
  }

  @Test
  void severalKindsAreComparedAfterTheSameTime() throws IOException {
    Planner planner = planner(4000);
    Plan plan = planner.plan(new Budget.Depth(2), measured::add);

    List<ShortRun> compared = planner.compare(plan, _ -> {});

    assertThat(compared)
        .extracting(run -> run.model().kind(), run -> run.model().depth())
        .containsExactly(
            tuple(ModelShape.Kind.LLAMA, 2),
            tuple(ModelShape.Kind.GPT2, 2),
            tuple(ModelShape.Kind.LLAMA, 1));
    assertThat(compared).allSatisfy(run -> assertThat(run.tokens()).isPositive());
  }

  @Test
  void aForecastFallsWithTheTokensAndWidensWithTheDistance() {
    LossForecast near = LossForecast.of(2.5, 100_000, 100_000);
    LossForecast far = LossForecast.of(2.5, 100_000, 10_000_000);

    assertThat(near.expected()).isCloseTo(2.5, within(1e-9));
    assertThat(far.lowest()).isLessThan(far.expected());
    assertThat(far.expected()).isLessThan(far.highest());
    assertThat(far.highest()).isLessThan(2.5);
    assertThat(far.lowest()).isGreaterThan(0.4);
  }

  /**
   * Two runs on Tiny Shakespeare: nanoGPT's model after 300 of its steps and after all 2,000, and a
   * plan of two minutes, whose short run had a loss of 2.393.
   */
  @ParameterizedTest
  @CsvSource({"2.389, 230400, 1536000, 1.923", "2.393, 297472, 4014080, 1.874"})
  void theForecastHoldsForRunsThatWereMeasured(
      double loss, long tokens, long runTokens, double cameTo) {
    LossForecast forecast = LossForecast.of(loss, tokens, runTokens);

    assertThat(cameTo).isBetween(forecast.lowest(), forecast.highest());
    assertThat(forecast.expected()).isCloseTo(cameTo, within(0.1));
  }
}
