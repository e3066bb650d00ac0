package dev.chatwright.server.completion;

import dev.chatwright.inference.EmptyPromptException;
import dev.chatwright.inference.EngineBusyException;
import dev.chatwright.inference.EngineClosedException;
import dev.chatwright.inference.GenerationException;
import dev.chatwright.inference.PromptTooLongException;
import dev.chatwright.inference.UnknownAdapterException;
import dev.chatwright.server.http.ApiException;

/** The engine's refusals as HTTP says them. */
final class EngineRefusals {
  private static final int COME_BACK_SECONDS = 2;

  private EngineRefusals() {}

  /** Says a refusal; {@code field} is the one that holds the prompt. */
  static ApiException toApi(GenerationException refusal, String field) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal) {
      case EmptyPromptException _ -> ApiException.badField(field, "empty_prompt", message);
      case PromptTooLongException _ ->
          ApiException.badField(field, "context_length_exceeded", message);
      case EngineBusyException full ->
          ApiException.comeBack(
              429, "queue_full", message, Math.toIntExact(full.retryAfter().toSeconds()));
      case EngineClosedException _ ->
          ApiException.comeBack(503, "stopping", message, COME_BACK_SECONDS);
      case UnknownAdapterException _ -> ApiException.of(404, "model", "model_not_found", message);
    };
  }
}
