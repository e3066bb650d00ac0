package dev.chatwright.server.store;

import java.nio.file.Path;

/** Where a home keeps its data. */
public final class DataFolder {
  private DataFolder() {}

  /** Returns the database file of a home. */
  public static Path database(Path home) {
    return home.resolve("data").resolve("chatwright.db");
  }

  /** Returns the folder of the master key, which is kept apart from the data. */
  public static Path keys(Path home) {
    return home.resolve("keys");
  }
}
