package dev.chatwright.training.data;

/** What the fields of a row mean. */
public enum RowShape {
  /** {@code text}. */
  TEXT,
  /** {@code messages}: OpenAI's objects of {@code role} and {@code content}. */
  MESSAGES,
  /** {@code conversations}: ShareGPT's objects of {@code from} and {@code value}. */
  SHAREGPT,
  /** {@code instruction}, {@code input}, {@code output}, as Alpaca has them. */
  ALPACA,
  /** {@code prompt} and {@code completion}, or other names for a question and its answer. */
  PROMPT,
  /** {@code chosen} and {@code rejected}, with or without a prompt of its own. */
  PREFERENCE,
  /** A prompt and a reply with {@code label} true or false. */
  RATED
}
