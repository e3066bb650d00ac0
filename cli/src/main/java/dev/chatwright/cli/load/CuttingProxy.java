package dev.chatwright.cli.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line that breaks: it passes on what the server answers up to a byte chosen at random, then both
 * ends are gone. Once it has cut often enough it is a good line.
 *
 * <p>Safe for use by several threads.
 */
final class CuttingProxy implements AutoCloseable {
  private static final int MOST_BYTES = 1500;
  private static final int CHUNK = 8192;

  private final Door door;
  private final int mostCuts;
  private final Random random; // guarded by this
  private final AtomicInteger cuts = new AtomicInteger();
  private final ServerSocket listener;

  CuttingProxy(Door door, int mostCuts, long seed) throws IOException {
    this.door = door;
    this.mostCuts = mostCuts;
    this.random = new Random(seed);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int cuts() {
    return Math.min(cuts.get(), mostCuts);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().name("proxy-line").start(() -> carry(client));
      }
    } catch (IOException _) {
      // The listener was closed: nobody needs the proxy any more.
    }
  }

  private void carry(Socket client) {
    try (client) {
      URI server = door.address();
      try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
        Thread asking = Thread.ofVirtual().start(() -> ask(client, upstream));
        answer(upstream, client);
        asking.interrupt();
      }
    } catch (IOException _) {
      // One end is gone, and now the other is too.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ask(Socket client, Socket upstream) {
    try {
      client.getInputStream().transferTo(upstream.getOutputStream());
      upstream.shutdownOutput();
    } catch (IOException _) {
      // The other direction sees it too, and ends.
    }
  }

  private void answer(Socket upstream, Socket client) throws IOException {
    InputStream from = upstream.getInputStream();
    byte[] chunk = new byte[CHUNK];
    int left = allowance();
    for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
      boolean cut = read >= left && cuts.get() < mostCuts && cuts.incrementAndGet() <= mostCuts;
      client.getOutputStream().write(chunk, 0, cut ? left : read);
      if (cut) {
        return;
      }
      left = Math.max(0, left - read);
    }
  }

  private synchronized int allowance() {
    return random.nextInt(MOST_BYTES);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
