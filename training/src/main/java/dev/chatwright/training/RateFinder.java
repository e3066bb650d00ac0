package dev.chatwright.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Finds a learning rate: trains a new model while the rate grows until the loss rises, and looks
 * where it fell fastest.
 *
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith, "Cyclical Learning Rates", 2017, section
 *     3.3</a>
 */
public final class RateFinder {
  /** How many steps are taken at most. */
  public static final int STEPS = 150;

  private static final double LOWEST = 1e-6;
  private static final double HIGHEST = 1;
  private static final double KEPT = 0.9;

  /** The rise of the smoothed loss over its least that ends the search. */
  private static final double DIVERGED = 1.3;

  /** Over how many steps a slope is measured. */
  private static final int SLOPE_STEPS = 10;

  private RateFinder() {}

  /**
   * A step of the search. Immutable.
   *
   * @param rate the learning rate
   * @param smoothedLoss of this and the steps before, which count the less the longer ago they are
   */
  public record Trial(double rate, double smoothedLoss) {}

  /**
   * What was found.
   *
   * <p>Immutable.
   *
   * @param trials in the order of rates
   * @param steepest the rate at which the loss fell fastest over the logarithm of the rate: one to
   *     begin with
   * @param lowestLoss the rate at which the loss was least; this is too large to train with
   */
  public record Result(List<Trial> trials, double steepest, double lowestLoss) {
    /** Copies the trials. */
    public Result {
      trials = List.copyOf(trials);
    }
  }

  /**
   * Searches. Nothing is written.
   *
   * @param recipe whose rate is not looked at
   * @param progress is told how many steps were taken
   * @throws IOException if the text cannot be read or is too short
   */
  public static Result find(
      Recipe recipe, Path text, Kernels kernels, Parallel parallel, LongConsumer progress)
      throws IOException {
    Recipe growing = recipe.withSchedule(new Schedule.Growing(LOWEST, HIGHEST, STEPS), STEPS);
    List<Trial> trials = new ArrayList<>();
    byte[] bytes = NewModel.read(text);
    try (NewModel model = new NewModel(growing, bytes, text.toString(), kernels, parallel)) {
      double mean = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int step = 0; step < STEPS; step++) {
        StepReport report = model.trainer().step(model.windows());
        mean = KEPT * mean + (1 - KEPT) * report.loss();
        double smoothed = mean / (1 - Math.pow(KEPT, step + 1.0));
        trials.add(new Trial(report.rate(), smoothed));
        progress.accept(step + 1L);
        least = Math.min(least, smoothed);
        if (smoothed > DIVERGED * least) {
          break;
        }
      }
    } catch (TrainingException diverged) {
      if (trials.size() <= SLOPE_STEPS) {
        throw diverged; // not by the rate
      }
    }
    return result(trials);
  }

  static Result result(List<Trial> trials) {
    int steepest = 0;
    int least = 0;
    double steepestSlope = 0;
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).smoothedLoss() < trials.get(least).smoothedLoss()) {
        least = i;
      }
    }
    for (int i = SLOPE_STEPS; i <= least; i++) {
      double slope = trials.get(i).smoothedLoss() - trials.get(i - SLOPE_STEPS).smoothedLoss();
      if (slope < steepestSlope) {
        steepestSlope = slope;
        steepest = i - SLOPE_STEPS / 2;
      }
    }
    return new Result(trials, trials.get(steepest).rate(), trials.get(least).rate());
  }
}
