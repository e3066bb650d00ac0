package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** What a run of tuning learns from, what it makes smaller, and by what it is measured. */
interface Lessons {

  /** Returns how much memory it needs, in bytes. */
  default long bytes() {
    return 0;
  }

  /** Returns what the steps make smaller. */
  Objective objective();

  /** Returns how far {@link #objective} is in the data. */
  Resumable position();

  /** Measures the held-out split; the network's batch is overwritten. */
  Measure heldOut(TrainableTransformer network);

  /**
   * Does what has to be done once, before the first step of a run or of a part of it.
   *
   * @param folder the run's
   * @param stop is asked in between whether to return early; what was done is kept
   * @return whether all is done
   * @throws IOException if something cannot be read or written
   */
  default boolean prepare(
      TrainableTransformer network, Path folder, RunListener listener, BooleanSupplier stop)
      throws IOException {
    return true;
  }
}
