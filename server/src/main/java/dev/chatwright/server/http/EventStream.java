package dev.chatwright.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events, as OpenAI's clients read it.
 *
 * <p>Nothing is sent before the first event or sign of life, so that a failure until then still is
 * an ordinary error. Confined to the request's thread.
 */
public final class EventStream {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final byte[] ID = "id: ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LINE = "\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ALIVE = ": waiting\n\n".getBytes(StandardCharsets.UTF_8);

  private final HttpServletResponse response;
  private final Duration silence;
  private long lastSent = System.nanoTime();
  private @Nullable ServletOutputStream output;

  /** Creates the stream of a response that has not begun. */
  public EventStream(HttpServletResponse response) {
    this(response, SILENCE);
  }

  /**
   * Creates the stream of a response that has not begun.
   *
   * @param silence how long it may be without a sign of life
   */
  public EventStream(HttpServletResponse response, Duration silence) {
    this.response = response;
    this.silence = silence;
  }

  /** Returns whether anything has been sent. */
  public boolean hasBegun() {
    return output != null;
  }

  /**
   * Sends a value.
   *
   * @throws IOException if the client is gone
   */
  public void send(Object value) throws IOException {
    ServletOutputStream out = begun();
    out.write(DATA);
    out.write(Json.bytes(value));
    out.write(END);
    flush(out);
  }

  /**
   * Sends the head of the answer, so that the client knows that it is heard.
   *
   * @throws IOException if the client is gone
   */
  public void begin() throws IOException {
    ServletOutputStream out = begun();
    out.write(ALIVE);
    flush(out);
  }

  /**
   * Sends JSON with the id by which a client can resume after it. It may stay in the buffer until
   * {@link #flush}.
   *
   * @throws IOException if the client is gone
   */
  public void write(String id, byte[] json) throws IOException {
    ServletOutputStream out = begun();
    out.write(ID);
    out.write(id.getBytes(StandardCharsets.UTF_8));
    out.write(LINE);
    out.write(DATA);
    out.write(json);
    out.write(END);
  }

  /**
   * Sends JSON.
   *
   * @throws IOException if the client is gone
   */
  public void sendJson(String json) throws IOException {
    ServletOutputStream out = begun();
    out.write(DATA);
    out.write(json.getBytes(StandardCharsets.UTF_8));
    out.write(END);
    flush(out);
  }

  /**
   * Sends what is in the buffer.
   *
   * @throws IOException if the client is gone
   */
  public void flush() throws IOException {
    flush(begun());
  }

  /**
   * Sends JSON with the id by which a client can resume after it.
   *
   * @throws IOException if the client is gone
   */
  public void send(String id, byte[] json) throws IOException {
    write(id, json);
    flush();
  }

  /**
   * Sends a sign of life when there has been none for some time.
   *
   * @throws IOException if the client is gone
   */
  public void stayAlive() throws IOException {
    if (System.nanoTime() - lastSent > silence.toNanos()) {
      ServletOutputStream out = begun();
      out.write(ALIVE);
      flush(out);
    }
  }

  /**
   * Sends the end.
   *
   * @throws IOException if the client is gone
   */
  public void done() throws IOException {
    ServletOutputStream out = begun();
    out.write(DONE);
    flush(out);
  }

  private void flush(ServletOutputStream out) throws IOException {
    out.flush();
    lastSent = System.nanoTime();
  }

  private ServletOutputStream begun() throws IOException {
    if (output == null) {
      response.setStatus(200);
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no"); // proxies would hold tokens back
      output = response.getOutputStream();
    }
    return output;
  }
}
