package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that a run reads, and by what it is known again.
 *
 * <p>Immutable.
 *
 * @param role what it is to the run, such as {@code train} or {@code base}
 * @param path where it was
 * @param bytes its size
 * @param sha256 its sum, in hexadecimal
 */
public record DataFile(String role, Path path, long bytes, String sha256) {

  /** Rejects what no file has. */
  public DataFile {
    if (bytes < 0) {
      throw new IllegalArgumentException("a file has 0 bytes or more, got " + bytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "a SHA-256 sum has 64 hexadecimal digits, got \"%s\"".formatted(sha256));
    }
  }

  /**
   * Reads a file to describe it, or a folder's files, which have the sum of their names and sums;
   * hidden ones do not count.
   *
   * @throws IOException if it cannot be read
   */
  public static DataFile of(String role, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return ofFolder(role, path.toAbsolutePath().normalize());
    }
    return new DataFile(role, path.toAbsolutePath().normalize(), Files.size(path), Sha256.of(path));
  }

  private static DataFile ofFolder(String role, Path folder) throws IOException {
    StringBuilder sums = new StringBuilder();
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.size(file);
      sums.append(Sha256.of(file)).append("  ").append(folder.relativize(file)).append('\n');
    }
    return new DataFile(role, folder, bytes, Sha256.of(sums.toString()));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !folder.relativize(file).toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Describes a file whose bytes were read already. */
  public static DataFile of(String role, Path path, byte[] content) {
    return new DataFile(
        role, path.toAbsolutePath().normalize(), content.length, Sha256.of(content));
  }
}
