package dev.chatwright.inference;

/** Why a reply ended. */
public enum FinishReason {
  /** The model said so, or a stop text appeared. */
  STOP,
  /** The token limit or the end of the context was reached. */
  LENGTH,
  /** Somebody closed the stream, or the model. */
  CANCELLED,
  /** The time that the request had is over. */
  DEADLINE,
  /** The engine failed. */
  ERROR
}
