package dev.chatwright.training.optimizer;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Another optimiser, and beside the weights their exponentially weighted mean over all steps, which
 * is often better than where the last step led.
 *
 * <p>Early steps keep less, {@code min(share, (1 + t) / (10 + t))} at update t, so that the
 * beginning is soon forgotten. Mutable; confined to one thread.
 *
 * @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky, "Acceleration of Stochastic
 *     Approximation by Averaging", 1992</a>
 */
public final class AveragedWeights implements Optimizer {
  private static final int GRAIN = 1 << 14;

  private final double share;
  private final Optimizer optimizer;
  private final Tensor weights;
  private final Tensor means;
  private final Parallel parallel;

  /** Does something to the elements {@code [from, to)} of weights and means. */
  private interface Pass {
    void run(MemorySegment weights, MemorySegment means, long from, long to);
  }

  /**
   * Creates a mean that is the weights as they are now.
   *
   * @param share how much of the mean a step keeps, at most
   * @param arena owns the mean, which is as large as the parameters
   */
  AveragedWeights(
      double share, Optimizer optimizer, Parameters parameters, Parallel parallel, Arena arena) {
    this.share = share;
    this.optimizer = optimizer;
    this.parallel = parallel;
    weights = parameters.values();
    means = Tensor.zeros(Shape.of(weights.columns()), arena);
    means.data().copyFrom(weights.data());
  }

  @Override
  public void update(double rate, double gradientFactor) {
    optimizer.update(rate, gradientFactor);
    double steps = optimizer.updates();
    float added = (float) (1 - Math.min(share, (1 + steps) / (10 + steps)));
    overAll((weight, mean, from, to) -> average(weight, mean, added, from, to));
  }

  private static void average(
      MemorySegment weights, MemorySegment means, float added, long from, long to) {
    for (long i = from; i < to; i++) {
      float mean = Floats.at(means, i);
      float weight = Floats.at(weights, i);
      Floats.set(means, i, mean + added * (weight - mean));
    }
  }

  /**
   * Lets weights and their mean change places, to evaluate or save the mean. A second call puts
   * both back.
   */
  void swap() {
    overAll(AveragedWeights::swap);
  }

  private static void swap(MemorySegment weights, MemorySegment means, long from, long to) {
    for (long i = from; i < to; i++) {
      float mean = Floats.at(means, i);
      Floats.set(means, i, Floats.at(weights, i));
      Floats.set(weights, i, mean);
    }
  }

  private void overAll(Pass pass) {
    parallel.forRanges(
        weights.columns(),
        GRAIN,
        (worker, from, to) -> pass.run(weights.data(), means.data(), from, to));
  }

  @Override
  public long updates() {
    return optimizer.updates();
  }

  @Override
  public void resume(long updatesBefore) {
    optimizer.resume(updatesBefore);
  }

  @Override
  public Map<String, Tensor> memory() {
    Map<String, Tensor> memory = new HashMap<>(optimizer.memory());
    memory.put("average", means);
    return memory;
  }

  /** Something that may fail. */
  @FunctionalInterface
  public interface Task<X extends Exception> {
    /**
     * Does it.
     *
     * @throws X if it fails
     */
    void run() throws X;
  }

  /** Runs a task with the averaged weights where an optimiser keeps such, else with the others. */
  public static <X extends Exception> void during(Optimizer optimizer, Task<X> task) throws X {
    if (!(optimizer instanceof AveragedWeights averaged)) {
      task.run();
      return;
    }
    averaged.swap();
    try {
      task.run();
    } finally {
      averaged.swap();
    }
  }

  /** Returns a loss as {@link #during} computes it. */
  public static double loss(Optimizer optimizer, DoubleSupplier loss) {
    double[] found = new double[1];
    during(optimizer, () -> found[0] = loss.getAsDouble());
    return found[0];
  }
}
