package dev.chatwright.server.completion;

import dev.chatwright.inference.EngineBusyException;
import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationException;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.model.Deadline;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The replies to one request, from the engine's queue to the listener.
 *
 * <p>A few are with the engine at a time, so that it may compute them together, and a request with
 * many prompts does not fill the queue. When the client hangs up, all are cancelled. Confined to
 * the request's thread.
 */
final class ReplyRun {
  private static final int AT_ONCE = ReplyOptions.MAX_CHOICES;
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final TextModel model;
  private final String promptField;
  private final List<GenerationRequest> requests;
  private final Deadline deadline;
  private final ClientConnection client;
  private final ServerMetrics metrics;
  private final long started = System.nanoTime();
  private final Deque<GenerationStream> streams = new ArrayDeque<>();
  private int next;
  private boolean spoken;

  /**
   * Creates the run.
   *
   * @param promptField the request's field that holds the prompt
   * @param deadline when the last reply must be over
   */
  ReplyRun(
      TextModel model,
      String promptField,
      List<GenerationRequest> requests,
      Deadline deadline,
      ClientConnection client,
      ServerMetrics metrics) {
    this.model = model;
    this.promptField = promptField;
    this.requests = List.copyOf(requests);
    this.deadline = deadline;
    this.client = client;
    this.metrics = metrics;
  }

  /**
   * Computes the replies.
   *
   * @throws ApiException if the engine refuses, fails or stops, or the time is over
   * @throws IOException if the client is gone
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void tell(ReplyListener listener) throws IOException, InterruptedException {
    try {
      for (int choice = 0; choice < requests.size(); choice++) {
        submitSome();
        forward(choice, streams.getFirst(), listener);
        streams.removeFirst().close();
      }
    } finally {
      streams.forEach(GenerationStream::close);
    }
  }

  /** Only the first must find a place: the others may wait for one of their own to end. */
  private void submitSome() throws IOException, InterruptedException {
    while (next < requests.size() && streams.size() < AT_ONCE) {
      try {
        streams.add(model.generate(deadline.limit(requests.get(next))));
        next++;
      } catch (EngineBusyException full) {
        if (next == 0) {
          throw EngineRefusals.toApi(full, promptField);
        }
        if (!streams.isEmpty()) {
          return;
        }
        client.requireOpen();
        Thread.sleep(LOOK_UP);
      } catch (GenerationException refusal) {
        throw EngineRefusals.toApi(refusal, promptField);
      } catch (IllegalArgumentException wrong) {
        throw ApiException.badRequest("invalid_value", String.valueOf(wrong.getMessage()));
      }
    }
  }

  private void forward(int choice, GenerationStream stream, ReplyListener listener)
      throws IOException, InterruptedException {
    while (!stream.isFinished()) {
      Optional<GenerationEvent> event = stream.next(LOOK_UP);
      client.requireOpen();
      if (event.isEmpty()) {
        listener.waiting();
      } else {
        tell(choice, event.get(), listener);
      }
    }
  }

  private void tell(int choice, GenerationEvent event, ReplyListener listener) throws IOException {
    switch (event) {
      case PromptEvaluated prompt -> listener.begun(choice, prompt);
      case TextGenerated text -> {
        noteFirst();
        listener.text(choice, text);
      }
      case Finished end -> {
        metrics.replied(end.usage());
        requireOrderly(end);
        listener.finished(choice, end);
      }
    }
  }

  private void noteFirst() {
    if (!spoken) {
      spoken = true;
      metrics.firstToken(Duration.ofNanos(System.nanoTime() - started));
    }
  }

  private void requireOrderly(Finished end) {
    if (end.reason() == FinishReason.ERROR) {
      throw ApiException.failed(500, "engine_failed", "the engine failed; its log says more");
    }
    if (end.reason() == FinishReason.DEADLINE) {
      throw deadline.exceeded();
    }
    if (end.reason() == FinishReason.CANCELLED) {
      throw ApiException.comeBack(503, "stopping", "the server is stopping", 5);
    }
  }
}
