package dev.chatwright.inference;

import java.time.Duration;
import java.util.List;

/**
 * How fast the engine gets on, to tell those for whom there is no place when there may be one.
 *
 * <p>Written by the engine's thread; the estimates may be read by any.
 */
final class Pace {
  private static final double WEIGHT_OF_NEW = 0.1;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private double stepNanos;
  private double replyTokens;
  private volatile double promptNanos;
  private volatile Duration nextPlace = SHORTEST;

  void noteStep(long nanos) {
    stepNanos = mean(stepNanos, (double) nanos);
  }

  /** Notes a step; one of few rows takes as long for a row more, so it tells nothing of prompts. */
  void noteRows(int rows, long nanos) {
    if (rows >= Network.BLOCK_POSITIONS) {
      promptNanos = mean(promptNanos, (double) nanos / rows);
    }
  }

  /** Returns how long it takes to compute a token of a prompt, in nanoseconds; 0 if unknown. */
  double promptNanos() {
    return promptNanos;
  }

  void noteEnd(int tokens) {
    replyTokens = mean(replyTokens, tokens);
  }

  /** Returns a mean in which what is new counts a tenth; 0 before stands for none yet. */
  static double mean(double before, double value) {
    return before == 0 ? value : before + WEIGHT_OF_NEW * (value - before);
  }

  /** Estimates when the first of the replies that are being computed ends. */
  void estimate(List<Reply> active) {
    double steps =
        active.stream().mapToDouble(reply -> reply.remaining(replyTokens)).min().orElse(0);
    long millis = (long) (steps * stepNanos / 1e6);
    nextPlace = Duration.ofMillis(Math.clamp(millis, SHORTEST.toMillis(), LONGEST.toMillis()));
  }

  /** Returns in how much time a place is likely to be free: from one second to one minute. */
  Duration nextPlace() {
    return nextPlace;
  }
}
