package dev.chatwright.cli;

import java.io.Serial;

/** A failure that is told to the person who typed the command, in one line and without a trace. */
final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates the failure.
   *
   * @param whatHappened what went wrong, with the value at fault
   * @param whatToDo the way out
   */
  CommandFailure(String whatHappened, String whatToDo) {
    super(whatHappened + ": " + whatToDo);
  }
}
