package dev.chatwright.dialogue.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An import that is one JSON file. Confined to one thread. */
final class SingleFile implements ImportFiles {
  private final InputStream file;
  private boolean given;

  SingleFile(InputStream file) {
    this.file = file;
  }

  @Override
  public Optional<InputStream> next() {
    boolean first = !given;
    given = true;
    return first ? Optional.of(file) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
