package dev.chatwright.training;

import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.privacy.PrivacyPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A run of any kind, ready to take its steps. */
public sealed interface TrainingRun extends AutoCloseable permits Pretraining, Tuning {

  /** Returns the memory that the run takes. */
  RunMemory memory();

  /** Returns how many numbers are trained. */
  long parameterCount();

  /** Returns the floating-point operations that a token costs. */
  double workPerToken();

  /** Returns how private the run is, or empty if that is not bounded. */
  default Optional<PrivacyPlan> privacy() {
    return Optional.empty();
  }

  /** Returns the rows of the data from which nothing is learnt. */
  default LeftOut leftOut() {
    return LeftOut.NONE;
  }

  /** Returns in what the run differs from what its recipe asks for, if it does. */
  Optional<String> notice();

  /** Returns how many steps there are in all. */
  long steps();

  /** Returns how many steps were taken, in earlier runs too. */
  long stepsTaken();

  /** Returns whether all was done before this was created, so that nothing is left to do. */
  boolean isFinished();

  /** Returns what the run is for, by its name in the run's folder. */
  String output();

  /**
   * Takes the steps that are left, and saves.
   *
   * @param stop is asked after every step whether to save and return early
   * @throws IOException if nothing can be written; the last checkpoint is kept
   * @throws TrainingException if a loss or gradient is not finite; the last checkpoint is kept
   */
  RunOutcome run(RunListener listener, BooleanSupplier stop) throws IOException;

  @Override
  void close() throws IOException;
}
