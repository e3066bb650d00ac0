package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An input as it is before it is read.
 *
 * @param input the input
 * @param bytes its length
 * @param changed when it was written last
 * @param sha256 of its bytes, in hexadecimal
 */
record MeasuredInput(DataInput input, long bytes, FileTime changed, String sha256) {

  static List<MeasuredInput> measure(List<DataInput> inputs, PreparationProgress progress)
      throws IOException {
    long total = 0;
    for (DataInput input : inputs) {
      if (Files.isDirectory(input.path())) {
        throw DataException.file(input.path(), "found a folder, expected a file");
      }
      total += Files.size(input.path());
    }
    List<MeasuredInput> measured = new ArrayList<>();
    long before = 0;
    for (DataInput input : inputs) {
      FileTime changed = Files.getLastModifiedTime(input.path());
      long bytes = Files.size(input.path());
      long begin = before;
      long all = total;
      String sha256 =
          Hashing.ofFile(
              input.path(),
              done -> progress.at(PreparationProgress.Stage.HASHING, begin + done, all));
      measured.add(new MeasuredInput(input, bytes, changed, sha256));
      before += bytes;
    }
    return measured;
  }

  /** Requires that nobody wrote to the file meanwhile, which is read more than once. */
  void requireUnchanged() throws IOException {
    if (Files.size(input.path()) != bytes
        || !Files.getLastModifiedTime(input.path()).equals(changed)) {
      throw DataException.file(input.path(), "found it changed while it was read");
    }
  }
}
