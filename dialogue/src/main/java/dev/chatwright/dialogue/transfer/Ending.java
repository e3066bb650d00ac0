package dev.chatwright.dialogue.transfer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a message ended. */
public enum Ending {
  /** It says all it was to say. */
  WHOLE,
  /** The token limit ended it. */
  CUT,
  /** The person ended it. */
  STOPPED,
  /** The server stopped while it was written, or it was not written to its end yet. */
  INTERRUPTED,
  /** The model or the server failed while it was written. */
  FAILED;

  /** Returns the name in an export. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the ending of that name. */
  static Optional<Ending> of(String wireName) {
    return Arrays.stream(values()).filter(ending -> ending.wireName().equals(wireName)).findFirst();
  }
}
