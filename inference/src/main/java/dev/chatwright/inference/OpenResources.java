package dev.chatwright.inference;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things to close together, the last opened first.
 *
 * <p>Confined to one thread at a time.
 */
final class OpenResources implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Takes over a resource and returns it. */
  <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception failure) { // the others must be closed all the same
        System.getLogger(OpenResources.class.getName())
            .log(System.Logger.Level.WARNING, "a resource could not be closed", failure);
      }
    }
  }
}
