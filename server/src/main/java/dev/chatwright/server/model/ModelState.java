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
