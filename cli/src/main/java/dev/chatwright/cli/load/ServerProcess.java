package dev.chatwright.cli.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, which can be killed at any moment.
 *
 * <p>Confined to one thread.
 */
final class ServerProcess implements AutoCloseable {
  private static final int MOST_OF_LOG = 2000;

  private final Process process;
  private final BufferedReader output;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /** How long a server is to live: a short life gains nothing from the second compiler. */
  enum Life {
    SHORT,
    LONG
  }

  /** Begins to start a server on a home; what it logs goes to a file beside the home. */
  static ServerProcess launch(Path home, Life life) throws IOException {
    Path log = home.resolveSibling("server.log");
    Process process =
        new ProcessBuilder(command(home, life))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ServerProcess(process, log);
  }

  private static List<String> command(Path home, Life life) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(fastStart());
    if (life == Life.SHORT) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Dfile.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            CannedServer.class.getName(),
            home.toString()));
    return command;
  }

  /** The start-up cache of this process, which is only taken together with the same modules. */
  private static List<String> fastStart() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> it.startsWith("-XX:AOTCache=") || it.startsWith("--add-modules="))
        .toList();
  }

  /**
   * Waits until it answers and returns its port.
   *
   * @throws IOException if it ends instead; the message holds the end of its log
   */
  int awaitPort() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(CannedServer.PORT)) {
        return Integer.parseInt(line.substring(CannedServer.PORT.length()));
      }
    }
    String said = Files.readString(log);
    throw new IOException(
        "the server did not start: " + said.substring(Math.max(0, said.length() - MOST_OF_LOG)));
  }

  /** Kills it without a warning (SIGKILL, where there are signals) and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
