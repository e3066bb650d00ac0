package dev.chatwright.cli.load.serving;

import java.io.IOException;
import java.io.Serial;

/** An answer that says no. */
final class ServerRefusedException extends IOException {
  @Serial private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;

  ServerRefusedException(int status, String body) {
    super("the server answered %d: %s".formatted(status, body));
    this.status = status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Returns whether the server only asks to come again later. */
  boolean isForLackOfRoom() {
    return status == TOO_MANY_REQUESTS;
  }
}
