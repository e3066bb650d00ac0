package dev.chatwright.cli.load.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that answers OpenAI's API, in a process of its own on this machine.
 *
 * <p>Confined to one thread, but for the client that it gives.
 */
final class LocalServer implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration LONGEST_END = Duration.ofSeconds(20);
  private static final int MOST_OF_LOG = 1500;

  private final ServerCommand command;
  private final Process process;
  private final URI address;
  private final Path log;
  private String model = "";

  private LocalServer(ServerCommand command, Process process, URI address, Path log) {
    this.command = command;
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts a server on a free port and waits until its model answers.
   *
   * @param folder where its log goes
   * @throws IOException if it ends instead, or takes too long; the message holds the end of its log
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  static LocalServer start(ServerCommand command, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = folder.resolve(command.name() + ".log");
    Process process =
        new ProcessBuilder(command.at(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Also where the bench itself is ended: a server that stays would spoil what comes after.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    LocalServer server =
        new LocalServer(command, process, URI.create("http://127.0.0.1:" + port), log);
    try {
      server.awaitReady();
      return server;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long last = System.nanoTime() + LONGEST_START.toNanos();
    try (ServingClient client = client()) {
      Optional<String> answering = client.readyModel();
      while (answering.isEmpty()) {
        requireAlive();
        if (System.nanoTime() > last) {
          throw new IOException(
              "%s is not ready after %d minutes%s"
                  .formatted(command.name(), LONGEST_START.toMinutes(), said()));
        }
        Thread.sleep(GLANCE);
        answering = client.readyModel();
      }
      model = answering.get();
    }
  }

  /**
   * Checks that it still runs.
   *
   * @throws IOException if it has ended; the message holds the end of its log
   */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "%s ended with exit code %d%s".formatted(command.name(), process.exitValue(), said()));
    }
  }

  private String said() throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    return text.isEmpty()
        ? " and said nothing"
        : "; it said: " + text.substring(Math.max(0, text.length() - MOST_OF_LOG));
  }

  URI address() {
    return address;
  }

  /** Returns a client for the model that answers. */
  ServingClient client() {
    return new ServingClient(address, model);
  }

  ProcessMemory memory() throws IOException {
    return ProcessMemory.of(process.pid());
  }

  /** Ends it, by force if asking does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
