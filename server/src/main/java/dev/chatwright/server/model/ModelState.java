package dev.chatwright.server.model;

import java.util.OptionalLong;

/** What has become of the language model so far. */
public sealed interface ModelState {

  /**
   * It is being fetched or loaded. Immutable.
   *
   * @param doneBytes how much has been fetched, if it had to be
   * @param totalBytes how much there is to fetch, if that is known
   */
  record Loading(OptionalLong doneBytes, OptionalLong totalBytes) implements ModelState {
    static final Loading BEGUN = new Loading(OptionalLong.empty(), OptionalLong.empty());

    /** Returns whether bytes are still to come. */
    public boolean isFetching() {
      return doneBytes.isPresent() && doneBytes.getAsLong() != totalBytes.orElse(-1);
    }

    /** Returns this state as that of a model whose bytes are still to come. */
    Loading asFetching() {
      return isFetching()
          ? this
          : new Loading(OptionalLong.of(doneBytes.orElse(0)), OptionalLong.empty());
    }
  }

  /**
   * It answers. Immutable.
   *
   * @param model the model
   */
  record Ready(TextModel model) implements ModelState {}

  /**
   * It cannot be had. Immutable.
   *
   * @param reason why, and what to do
   */
  record Failed(String reason) implements ModelState {}
}
