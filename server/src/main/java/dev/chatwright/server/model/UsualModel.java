package dev.chatwright.server.model;

/**
 * Which model answers by default: the one that was chosen, or what stands in for it where that one
 * cannot be had.
 *
 * <p>Safe for use by several threads.
 */
final class UsualModel {
  private final String chosen;
  private volatile String id;

  UsualModel(String chosen) {
    this.chosen = chosen;
    this.id = chosen;
  }

  /** Returns the name of the model that answers by default now. */
  String id() {
    return id;
  }

  /** Returns whether a model answers by default, or would. */
  boolean is(String model) {
    return model.equals(id) || isChosen(model);
  }

  boolean isChosen(String model) {
    return model.equals(chosen);
  }

  void standIn(String model) {
    id = model;
  }

  /** Has the chosen one answer again. */
  void chosenIsBack() {
    id = chosen;
  }
}
