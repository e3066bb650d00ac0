package dev.chatwright.inference;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Tells a model that is broken, and fails whoever asks, from a request that has failed.
 *
 * <p>It is broken for good once its file cannot be read any more, or {@value #MOST} failures have
 * come in a row. What an adapter changes tells nothing of the model. Noted by the engine's thread;
 * the reason may be read by any.
 */
final class Breakdown {
  private static final int MOST = 3;
  private static final Logger LOG = System.getLogger(Breakdown.class.getName());

  private final String model;
  private int failures;
  private volatile Optional<String> reason = Optional.empty();

  Breakdown(String model) {
    this.model = model;
  }

  /** Returns why it is broken, if it is. */
  Optional<String> reason() {
    return reason;
  }

  /** Says what went wrong for one reply, which tells nothing of the model. */
  void say(String what, Throwable failure) {
    LOG.log(Level.WARNING, "model=" + model + " " + what, failure);
  }

  /** Notes that a step failed as a whole. */
  void note(Throwable failure) {
    if (failure instanceof InternalError) { // what Java throws where a mapped file has gone
      fail("its file cannot be read any more: " + failure.getMessage());
      return;
    }
    if (reason.isEmpty()) {
      LOG.log(Level.ERROR, "model=" + model + " failed; its replies end", failure);
    }
    if (!(failure instanceof OutOfMemoryError)) { // which tells nothing of the model
      count(String.valueOf(failure.getMessage()));
    }
  }

  /** Notes what came of the turns of a step. */
  void note(List<Turn> turns) {
    List<Reply> own = turns.stream().map(Turn::reply).filter(reply -> !reply.isAdapted()).toList();
    if (own.stream().anyMatch(reply -> reply.failure().isEmpty() && reply.replyTokens() > 0)) {
      failures = 0;
    }
    // A step counts once, however many replies of it failed.
    own.stream().map(Reply::failure).flatMap(Optional::stream).findFirst().ifPresent(this::count);
  }

  private void count(String failure) {
    failures++;
    if (failures >= MOST) {
      fail(failure);
    }
  }

  private void fail(String why) {
    if (reason.isEmpty()) {
      reason = Optional.of(why);
      LOG.log(Level.ERROR, "model={0} is broken: {1}", model, why);
    }
  }
}
