package dev.chatwright.server.completion;

import dev.chatwright.inference.EmptyPromptException;
import dev.chatwright.inference.EngineBusyException;
import dev.chatwright.inference.EngineClosedException;
import dev.chatwright.inference.GenerationException;
import dev.chatwright.inference.PromptTooLongException;
import dev.chatwright.server.http.ApiException;

/** The engine's refusals as HTTP says them. */
final class EngineRefusals {
  private static final int COME_BACK_SECONDS = 2;

  private EngineRefusals() {}

  static ApiException toApi(GenerationException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal) {
      case EmptyPromptException _ -> ApiException.badField("prompt", "empty_prompt", message);
      case PromptTooLongException _ -> ApiException.badRequest("context_length_exceeded", message);
      case EngineBusyException _ ->
          ApiException.comeBack(429, "queue_full", message, COME_BACK_SECONDS);
      case EngineClosedException _ ->
          ApiException.comeBack(503, "stopping", message, COME_BACK_SECONDS);
    };
  }
}
