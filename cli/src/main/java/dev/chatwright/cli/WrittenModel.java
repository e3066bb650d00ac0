package dev.chatwright.cli;

import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What commands that write models refuse before, and tell afterwards. */
final class WrittenModel {
  private WrittenModel() {}

  static void requireAbsent(Path out) {
    if (Files.exists(out)) {
      throw new CommandFailure(out + " exists already", "choose another name or delete it");
    }
  }

  static void report(Path out, ElementType type, JsonOutput json) throws IOException {
    long bytes = bytes(out);
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object("path", out.toString(), "bytes", bytes, "type", type.name()));
    } else {
      System.out.println("%s  %.1f MB".formatted(out, bytes / 1e6));
    }
  }

  private static long bytes(Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return Files.size(out);
    }
    long bytes = 0;
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
