package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.io.Serial;

/** A text that no tokenizer can be trained on; says which, where and why. */
public final class TrainingTextException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TrainingTextException(String message) {
    super(message);
  }
}
