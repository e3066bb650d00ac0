package dev.chatwright.inference;

import java.time.Duration;
import java.util.Optional;

/**
 * The events of one reply, as they come.
 *
 * <p>The first is {@link PromptEvaluated}, unless the reply ends before; the last is always {@link
 * Finished}. Reading is confined to one thread; {@link #close} is safe from any.
 */
public interface GenerationStream extends AutoCloseable {

  /**
   * Returns the next event, waiting for it; empty after {@link Finished}.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<GenerationEvent> next() throws InterruptedException;

  /**
   * Returns the next event if there is one in time; empty when there is none yet, or after {@link
   * Finished}, which {@link #isFinished} tells apart.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<GenerationEvent> next(Duration atMost) throws InterruptedException;

  /** Returns whether {@link Finished} has been read. */
  boolean isFinished();

  /**
   * Cancels the reply, at the latest after the token being computed. Events remain readable, {@link
   * Finished} among them. Does nothing to a reply that has ended.
   */
  @Override
  void close();
}
