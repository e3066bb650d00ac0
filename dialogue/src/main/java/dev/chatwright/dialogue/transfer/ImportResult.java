package dev.chatwright.dialogue.transfer;

import java.util.List;
import java.util.Optional;

/** What became of one conversation of a file. Immutable. */
public sealed interface ImportResult {

  /** Returns its place in the file, from 0. */
  int index();

  /**
   * A conversation that was read.
   *
   * @param index its place in the file
   * @param conversation what it holds
   * @param notes what was left out or put right, such as "3 images were left out"
   */
  record Imported(int index, Conversation conversation, List<String> notes)
      implements ImportResult {
    /** Copies the notes. */
    public Imported {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A conversation that could not be read; the next ones can.
   *
   * @param index its place in the file
   * @param title its title, where it is known
   * @param reason why, in plain words
   */
  record Broken(int index, Optional<String> title, String reason) implements ImportResult {}
}
