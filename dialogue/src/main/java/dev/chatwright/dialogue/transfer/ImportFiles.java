package dev.chatwright.dialogue.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The JSON files of an import, one after the other. */
sealed interface ImportFiles extends Closeable permits SingleFile, ZipFiles {
  /** The next file, which ends the one before; or empty. */
  Optional<InputStream> next() throws IOException;
}
