package dev.chatwright.server.generation;

import dev.chatwright.dialogue.TaskPrompt;
import dev.chatwright.inference.EngineBusyException;
import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationException;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.inference.Priority;
import dev.chatwright.inference.RequestTerms;
import dev.chatwright.inference.Requester;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.server.generation.LiveReply.StoppedException;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.Deadline;
import dev.chatwright.server.model.ModelLease;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.RequestScopes;
import dev.chatwright.server.model.TextModel;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Asks models: waits until they are there and have a place, and has them do small tasks.
 *
 * <p>Safe for use by several threads.
 */
final class Speaker {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final ModelRegistry models;
  private final RequestScopes scopes;

  Speaker(ModelRegistry models, RequestScopes scopes) {
    this.models = models;
    this.scopes = scopes;
  }

  String defaultModel() {
    return models.modelId();
  }

  /**
   * Waits until a model can be asked.
   *
   * @throws ApiException if it cannot be had
   * @throws StoppedException if the reply is stopped meanwhile
   */
  ModelUse model(LiveReply reply) throws StoppedException {
    return reply.interruptibly(() -> patiently(reply.request().model(), reply.deadline()));
  }

  /**
   * Returns a model, waiting for it as long as a request may.
   *
   * @throws ApiException if it cannot be had, or not yet
   */
  ModelUse use(String id) throws InterruptedException {
    return use(id, Deadline.NONE);
  }

  private ModelUse use(String id, Deadline deadline) throws InterruptedException {
    ModelLease lease = models.require(id, deadline);
    return new ModelUse(lease.model(), lease::close);
  }

  /**
   * Returns a model, waiting for it as long as there is time.
   *
   * @throws ApiException if it cannot be had in time
   */
  ModelUse patiently(String id, Deadline deadline) throws InterruptedException {
    while (true) {
      try {
        return use(id, deadline);
      } catch (ApiException refusal) {
        if (!refusal.error().code().orElse("").equals("model_loading")) {
          throw refusal;
        }
        Thread.sleep(AGAIN);
      }
    }
  }

  /** Waits until the engine has a place for a request. */
  static GenerationStream submit(TextModel model, GenerationRequest request)
      throws InterruptedException {
    return submit(model, request, Deadline.NONE);
  }

  /**
   * Waits until the engine has a place for a request.
   *
   * @throws ApiException if it refuses, or the time is over
   */
  static GenerationStream submit(TextModel model, GenerationRequest request, Deadline deadline)
      throws InterruptedException {
    while (true) {
      try {
        return model.generate(deadline.limit(request));
      } catch (EngineBusyException _) {
        Thread.sleep(AGAIN);
      } catch (GenerationException refusal) {
        throw ApiException.failed(503, "engine_refused", String.valueOf(refusal.getMessage()));
      }
    }
  }

  /** Returns a request as one of a person's own. */
  GenerationRequest by(String personId, TextModel model, GenerationRequest request) {
    return scopes.place(model, request, scopes.of(personId));
  }

  /** Returns a request as one of a person's own of which nothing is ever written. */
  GenerationRequest unwritten(String personId, TextModel model, GenerationRequest request) {
    return scopes.place(model, request, scopes.of(personId).inMemoryOnly());
  }

  /** Returns a request as one for a person that others go before, in nobody's row. */
  GenerationRequest aside(String personId, TextModel model, GenerationRequest request) {
    RequestTerms terms =
        scopes.of(personId).withRequester(Requester.ANYONE).withPriority(Priority.JOB);
    return scopes.place(model, request, terms);
  }

  /** Returns the request of a small task, which the likeliest words answer best. */
  static GenerationRequest task(TextModel model, TaskPrompt task, int maxTokens) {
    int[] prompt =
        PromptTexts.chat(model, task.system(), List.of(new TextModel.Turn("user", task.user())));
    return new GenerationRequest(
            prompt, maxTokens, SamplingOptions.GREEDY, List.of(), LogProbabilityOptions.NONE)
        .asNewText();
  }

  /**
   * Returns what the model answers; what there is of it when it is broken off.
   *
   * @throws ApiException if the engine fails, or the time is over
   */
  static String collect(GenerationStream stream, BooleanSupplier goOn) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    while (!stream.isFinished()) {
      var event = stream.next(AGAIN);
      if (event.isPresent() && event.get() instanceof TextGenerated piece) {
        text.append(piece.text());
      }
      if (event.isPresent() && event.get() instanceof Finished end) {
        requireOrderly(end.reason());
      }
      if (!goOn.getAsBoolean()) {
        stream.close();
        return text.toString();
      }
    }
    return text.toString();
  }

  private static void requireOrderly(FinishReason reason) {
    if (reason == FinishReason.ERROR) {
      throw ApiException.failed(500, "engine_failed", "the model failed at a task");
    }
    if (reason == FinishReason.DEADLINE) {
      throw ApiException.failed(504, Failure.LATE.code(), Failure.LATE.message());
    }
  }
}
