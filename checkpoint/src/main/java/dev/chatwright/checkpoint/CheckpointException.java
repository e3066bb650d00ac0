package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A model file that is broken, forged, or of a kind that is not read. Immutable. */
public final class CheckpointException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for people. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates the exception with a message for people and what led to it. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns an exception about a place in a file.
   *
   * @param part the tensor, key or field, for people
   */
  static CheckpointException at(
      Path file, String part, long offsetBytes, String found, String allowed) {
    return new CheckpointException(
        "%s: %s at byte %d: found %s, allowed is %s"
            .formatted(file, printable(part), offsetBytes, printable(found), allowed));
  }

  /**
   * Returns an exception about a part of a file whose place does not help.
   *
   * @param part the tensor, key or field, for people
   */
  public static CheckpointException in(Path file, String part, String found, String expected) {
    return new CheckpointException(
        "%s: %s: found %s, expected %s"
            .formatted(file, printable(part), printable(found), printable(expected)));
  }

  /** Returns text from a file in a form that cannot forge log lines or steer a terminal. */
  public static String printable(String text) {
    String shortened = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return shortened.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
