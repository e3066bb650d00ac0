package dev.chatwright.cli.load.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program of somebody else's on this machine.
 *
 * <p>Immutable.
 *
 * @param path the file that is started
 */
public record PeerProgram(Path path) {
  private static final int MOST_OF_OUTPUT = 1500;

  /**
   * Finds a program where somebody says it is, or else on the PATH.
   *
   * @param name what its file is called
   * @param given the file, or the folder it lies in
   * @throws IOException if there is no such program; the message says where it was looked for
   */
  public static PeerProgram find(String name, Optional<Path> given) throws IOException {
    return given.isPresent() ? at(name, given.get()) : onPath(name);
  }

  private static PeerProgram at(String name, Path given) throws IOException {
    Path file = Files.isDirectory(given) ? given.resolve(name) : given;
    if (!Files.isExecutable(file) || Files.isDirectory(file)) {
      throw new IOException(
          "%s is no program: --peer names %s or the folder it lies in; bench/README.md says how to get it"
              .formatted(file, name));
    }
    return new PeerProgram(file.toAbsolutePath());
  }

  private static PeerProgram onPath(String name) throws IOException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .map(PeerProgram::new)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "%s is not on the PATH: name it by --peer; bench/README.md says how to get it"
                        .formatted(name)));
  }

  /** Reads what a program says. */
  interface OutputReader {
    String read(Process process) throws IOException;
  }

  /**
   * Runs it to its end.
   *
   * @param who the subject of the sentence that tells of a failure
   * @return what the reader made of its output
   * @throws IOException if it fails; the message holds the end of its errors
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  String run(String who, List<String> arguments, OutputReader reader)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(arguments);
    Path errors = Files.createTempFile("peer", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String said = reader.read(process);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "%s ended with exit code %d; it said: %s"
                .formatted(who, code, end(Files.readString(errors, StandardCharsets.ISO_8859_1))));
      }
      return said;
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  /** Returns as much of the end of a text as a message may hold. */
  static String end(String text) {
    return text.substring(Math.max(0, text.length() - MOST_OF_OUTPUT)).strip();
  }
}
