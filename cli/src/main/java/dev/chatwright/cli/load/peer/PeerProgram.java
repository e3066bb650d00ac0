package dev.chatwright.cli.load.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A program of somebody else's on this machine.
 *
 * <p>Immutable.
 *
 * @param path the file that is started
 */
public record PeerProgram(Path path) {

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
}
