package dev.chatwright.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An answer that is read for as long as it lasts. */
final class OpenStream implements AutoCloseable {
  private final InputStream body;
  private final CountDownLatch ended = new CountDownLatch(1);

  OpenStream(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("no stream: " + response.statusCode());
    }
    body = response.body();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // Cut or ended: over in either case.
    }
    ended.countDown();
  }

  /** Returns whether it lasts this long. */
  boolean isOpenFor(Duration time) throws InterruptedException {
    return !ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
