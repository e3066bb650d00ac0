package dev.chatwright.cli;

import org.jspecify.annotations.Nullable;

/** Refuses limits that no generation could honour. */
final class SamplingCheck {
  private SamplingCheck() {}

  static void maxTokens(@Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("--max-tokens must be at least 1, got " + value);
    }
  }
}
