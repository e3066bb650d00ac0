package dev.chatwright.server.model;

/**
 * An adapter that was attached and could not be attached again.
 *
 * <p>Immutable.
 *
 * @param model the name of the model that it is to change
 * @param name its own
 * @param reason what is wrong with it
 */
record RefusedAdapter(String model, String name, String reason) {
  /** Returns the name that clients would ask for: {@code MODEL:NAME}. */
  String id() {
    return model + ":" + name;
  }
}
