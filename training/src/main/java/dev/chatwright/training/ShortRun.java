package dev.chatwright.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model of a family does in some seconds of real training.
 *
 * <p>Immutable.
 *
 * @param model which one
 * @param parameters how many numbers it has
 * @param tokens from how many it learnt
 * @param tokensPerSecond how fast, by the median of the later half of its steps
 * @param workPerSecond floating-point operations a second, of the same steps
 * @param loss the training loss of its last fifth, in nats per token
 */
public record ShortRun(
    ModelFamily model,
    long parameters,
    long tokens,
    double tokensPerSecond,
    double workPerSecond,
    double loss) {
  private static final int RATE_WARM_UP_STEPS = 10;
  private static final int LEAST_STEPS = 5;

  /**
   * Trains a new model for some seconds, at a rate that is not lowered. Nothing is written.
   *
   * @param text the whole of it
   * @param runTokens of the run for which this stands, by which the batch is chosen
   * @throws IOException if the text is too short, or the model does not fit the machine
   */
  public static ShortRun of(
      ModelFamily model,
      byte[] text,
      long runTokens,
      double seconds,
      Kernels kernels,
      Parallel parallel)
      throws IOException {
    Recipe recipe = model.recipe(runTokens);
    double rate = highestRate(recipe);
    Schedule schedule =
        new Schedule.WarmUpStableDecay(rate, 0, RATE_WARM_UP_STEPS, 0, Integer.MAX_VALUE);
    Recipe steady = recipe.withSchedule(schedule, Integer.MAX_VALUE);
    try (NewModel made = new NewModel(steady, text, "the text", kernels, parallel)) {
      return measure(model, made, seconds);
    }
  }

  private static double highestRate(Recipe recipe) {
    return recipe.trainer().schedule() instanceof Schedule.Cosine cosine
        ? cosine.rate()
        : recipe.trainer().schedule().rate(0);
  }

  private static ShortRun measure(ModelFamily model, NewModel made, double seconds) {
    List<Double> losses = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    long tokens = 0;
    long start = System.nanoTime();
    for (long now = start; times.size() < LEAST_STEPS || (now - start) / 1e9 < seconds; ) {
      StepReport report = made.trainer().step(made.windows());
      long after = System.nanoTime();
      losses.add(report.loss());
      times.add((after - now) / 1e9);
      tokens += report.tokens();
      now = after;
    }
    // In the first half code is compiled and pages are touched.
    double[] later =
        lastPart(times, 2).stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double speed = (double) tokens / times.size() / later[later.length / 2];
    double loss =
        lastPart(losses, 5).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new ShortRun(
        model, made.parameters().count(), tokens, speed, speed * made.workPerToken(), loss);
  }

  private static List<Double> lastPart(List<Double> all, int parts) {
    return all.subList(all.size() - Math.ceilDiv(all.size(), parts), all.size());
  }
}
