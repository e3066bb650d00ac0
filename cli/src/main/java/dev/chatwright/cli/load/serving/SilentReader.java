package dev.chatwright.cli.load.serving;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Somebody who asks for a long reply and never reads a byte of it, until he goes away; then another
 * like him comes.
 *
 * <p>Confined to one thread.
 */
final class SilentReader implements Runnable {
  private static final Duration STAY = Duration.ofSeconds(20);
  private static final int SMALL_BUFFER = 4096;

  private final URI address;
  private final byte[] body;
  private final StressTally tally;

  /**
   * Creates the reader.
   *
   * @param body a request for a long streamed reply
   */
  SilentReader(URI address, byte[] body, StressTally tally) {
    this.address = address;
    this.body = body;
    this.tally = tally;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ask();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the end of the measurement
    } catch (IOException failure) {
      tally.note("the reader that never reads could not ask: " + failure.getMessage());
    }
  }

  private void ask() throws IOException, InterruptedException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(SMALL_BUFFER); // so that the server soon has nowhere to write to
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      OutputStream request = socket.getOutputStream();
      request.write(head().getBytes(StandardCharsets.US_ASCII));
      request.write(body);
      request.flush();
      Thread.sleep(STAY);
    }
  }

  private String head() {
    return """
        POST /v1/completions HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
        .formatted(address.getAuthority(), body.length);
  }
}
