package dev.chatwright.server.generation;

import dev.chatwright.server.model.TextModel;

/**
 * A model while it is being asked; it is given back afterwards.
 *
 * <p>Immutable.
 *
 * @param model the model
 * @param giveBack what to do then
 */
record ModelUse(TextModel model, Runnable giveBack) implements AutoCloseable {
  @Override
  public void close() {
    giveBack.run();
  }
}
