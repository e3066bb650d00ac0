package dev.chatwright.inference;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.testing.PulledModels;
import java.io.IOException;
import java.nio.file.Path;

/** Where models that have been pulled on this machine are. */
final class RealModels {
  private RealModels() {}

  /** Returns the file or folder of a model, or skips the test. */
  static Path path(String id) throws IOException {
    return PulledModels.require(new ModelStore(PulledModels.home()).find(id), id).path();
  }
}
