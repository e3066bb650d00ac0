package dev.chatwright.cli.load;

import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GeneratedToken;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The canned reply as it is written.
 *
 * <p>Confined to one thread, except for {@link #close} and {@link #isFinished}.
 */
final class CannedStream implements GenerationStream {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final GenerationRequest request;
  private final CannedReply reply;
  private final long begun = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean promptRead;
  private int said;
  private volatile boolean finished;

  CannedStream(GenerationRequest request, CannedReply reply) {
    this.request = request;
    this.reply = reply;
  }

  @Override
  public Optional<GenerationEvent> next() throws InterruptedException {
    return next(FOREVER);
  }

  @Override
  public Optional<GenerationEvent> next(Duration atMost) throws InterruptedException {
    if (finished) {
      return Optional.empty();
    }
    if (!promptRead) {
      promptRead = true;
      return Optional.of(
          new PromptEvaluated(request.promptLength(), 0, Duration.ofMillis(1), List.of()));
    }
    if (said == reply.words()) {
      return end(FinishReason.STOP);
    }
    if (said == request.maxTokens()) {
      return end(FinishReason.LENGTH);
    }
    long due = begun + (said + 1) * reply.pause().toNanos() - System.nanoTime();
    if (closed.await(Math.min(Math.max(due, 0), atMost.toNanos()), TimeUnit.NANOSECONDS)) {
      return end(FinishReason.CANCELLED);
    }
    return due > atMost.toNanos() ? Optional.empty() : say();
  }

  private Optional<GenerationEvent> say() {
    String word = reply.say(said);
    said++;
    return Optional.of(
        new TextGenerated(
            word, List.of(new GeneratedToken('w', List.of(), false, Optional.empty()))));
  }

  private Optional<GenerationEvent> end(FinishReason reason) {
    finished = true;
    Usage usage =
        new Usage(request.promptLength(), 0, said, Duration.ofMillis(1), Duration.ofMillis(1));
    return Optional.of(new Finished(reason, Optional.empty(), usage, Optional.empty()));
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
