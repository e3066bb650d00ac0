package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;

/**
 * An input as it is before it is read.
 *
 * @param input the input
 * @param bytes its length
 * @param changed when it was written last
 * @param sha256 of its bytes, in hexadecimal
 */
record MeasuredInput(DataInput input, long bytes, FileTime changed, String sha256) {

  static MeasuredInput of(DataInput input) throws IOException {
    if (Files.isDirectory(input.path())) {
      throw DataException.file(input.path(), "found a folder, expected a file");
    }
    return new MeasuredInput(
        input,
        Files.size(input.path()),
        Files.getLastModifiedTime(input.path()),
        Hashing.ofFile(input.path()));
  }

  /** Requires that nobody wrote to the file meanwhile, which is read more than once. */
  void requireUnchanged() throws IOException {
    if (Files.size(input.path()) != bytes
        || !Files.getLastModifiedTime(input.path()).equals(changed)) {
      throw DataException.file(input.path(), "found it changed while it was read");
    }
  }
}
