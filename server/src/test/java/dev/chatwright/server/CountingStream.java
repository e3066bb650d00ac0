package dev.chatwright.server;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply that takes its time: to "count to 9." it says "1 2 … 9 ", a word every few milliseconds,
 * going on from where the prompt ends; to "count to 9, wait." it does not end until it is
 * cancelled.
 */
final class CountingStream implements GenerationStream {
  private static final Pattern WISH =
      Pattern.compile(".*count to (\\d+)(, slowly)?(, wait)?\\.([\\d ]*)$", Pattern.DOTALL);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration LONG_PAUSE = Duration.ofMillis(40);

  private final GenerationRequest request;
  private final int last;
  private final boolean slow;
  private final boolean waits;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean begun;
  private int said;
  private int tokens;
  private boolean finished;

  private CountingStream(GenerationRequest request, Matcher wish) {
    this.request = request;
    this.last = Integer.parseInt(wish.group(1));
    this.slow = wish.group(2) != null;
    this.waits = wish.group(3) != null;
    String[] partial = wish.group(4).strip().split(" ", -1);
    String before = partial[partial.length - 1];
    this.said = before.isEmpty() ? 0 : Integer.parseInt(before);
  }

  /** Returns the stream if the prompt wishes for one. */
  static Optional<CountingStream> of(GenerationRequest request, String prompt) {
    Matcher wish = WISH.matcher(prompt);
    return wish.matches() ? Optional.of(new CountingStream(request, wish)) : Optional.empty();
  }

  @Override
  public Optional<GenerationEvent> next() throws InterruptedException {
    return next(Duration.ofDays(1));
  }

  @Override
  public Optional<GenerationEvent> next(Duration atMost) throws InterruptedException {
    if (finished) {
      return Optional.empty();
    }
    if (!begun) {
      begun = true;
      Thread.sleep(ScriptedModel.READING);
      return Optional.of(
          new PromptEvaluated(request.promptLength(), 0, Duration.ofMillis(1), List.of()));
    }
    if (said == last && !waits) {
      return end(FinishReason.STOP);
    }
    if (tokens >= request.maxTokens()) {
      return end(FinishReason.LENGTH);
    }
    Duration pause = said == last ? atMost : slow ? LONG_PAUSE : PAUSE;
    if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
      return end(FinishReason.CANCELLED);
    }
    return said == last ? Optional.empty() : say();
  }

  private Optional<GenerationEvent> say() {
    said++;
    tokens++;
    GeneratedToken token = new GeneratedToken(said % 256, List.of(), false, Optional.empty());
    return Optional.of(new TextGenerated(said + " ", List.of(token)));
  }

  private Optional<GenerationEvent> end(FinishReason reason) {
    finished = true;
    Usage usage =
        new Usage(request.promptLength(), 0, tokens, Duration.ofMillis(1), Duration.ofMillis(9));
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
