package dev.chatwright.inference;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a reply, between the engine's thread and its reader's.
 *
 * <p>Events are never more than the reply's tokens, so a reader that never comes holds up nobody
 * and costs no more than the reply. Written by one thread, read by one thread, closed by any.
 */
final class EventQueue implements GenerationStream {
  private final LinkedBlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>();
  private final Runnable onClose;
  private volatile boolean cancelled;
  private volatile boolean finished;

  /**
   * Creates a stream.
   *
   * @param onClose is run when a reader closes the stream, perhaps more than once
   */
  EventQueue(Runnable onClose) {
    this.onClose = onClose;
  }

  void put(GenerationEvent event) {
    events.add(event);
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Optional<GenerationEvent> next() throws InterruptedException {
    return finished ? Optional.empty() : Optional.of(noted(events.take()));
  }

  @Override
  public Optional<GenerationEvent> next(Duration atMost) throws InterruptedException {
    if (finished) {
      return Optional.empty();
    }
    @Nullable GenerationEvent event = events.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    return event == null ? Optional.empty() : Optional.of(noted(event));
  }

  private GenerationEvent noted(GenerationEvent event) {
    if (event instanceof Finished) {
      finished = true;
    }
    return event;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    cancelled = true;
    onClose.run();
  }
}
