package dev.chatwright.training;

import java.io.IOException;

/** A recipe that cannot be followed; the message names the file, the line and what was expected. */
public final class RecipeException extends IOException {
  private static final long serialVersionUID = 1;

  RecipeException(String where, String problem) {
    super(where + ": " + problem);
  }
}
