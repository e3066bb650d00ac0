package dev.chatwright.server.health;

import org.jspecify.annotations.Nullable;

/**
 * The version of this server. Immutable.
 *
 * @param text as people write it
 */
public record ServerVersion(String text) {

  /** Returns the version in the jar's manifest, or that it is a developer's build. */
  public static ServerVersion current() {
    @Nullable String written = ServerVersion.class.getPackage().getImplementationVersion();
    return new ServerVersion(written == null ? "development" : written);
  }
}
