package dev.chatwright.cli.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of a server that may go at any moment.
 *
 * <p>Safe for use by several threads.
 */
final class Api implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LONGEST_IMPORT = Duration.ofMinutes(10);
  private static final int MOST_TRIES = 100;

  private final Door door;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Api(Door door) {
    this.door = door;
  }

  /**
   * Asks once.
   *
   * @throws IOException if no answer came, so that nobody knows what was done
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  JsonNode once(String method, String path, Object body) throws IOException, InterruptedException {
    return JSON.readTree(ask(method, path, "application/json", json(body)));
  }

  /**
   * Asks for something again and again, until an answer comes.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  String download(String path) throws InterruptedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return ask("GET", path, "application/json", BodyPublishers.noBody());
      } catch (IOException _) { // the server is gone; it will come back
        Door.glimpse();
      }
    }
    throw new IllegalStateException("no answer to GET " + path);
  }

  JsonNode get(String path) throws InterruptedException {
    return JSON.readTree(download(path));
  }

  /** Sends a file, once. */
  JsonNode upload(String name, String content) throws IOException, InterruptedException {
    return JSON.readTree(
        ask(
            "POST",
            "/api/attachments?name=" + name,
            "application/octet-stream",
            BodyPublishers.ofString(content)));
  }

  /** Imports an export of ChatGPT, and waits for the end of it. */
  JsonNode imported(byte[] file) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(
            "POST", "/api/imports", "application/octet-stream", BodyPublishers.ofByteArray(file));
    return JSON.readTree(ask(request.timeout(LONGEST_IMPORT).build()));
  }

  /** Opens a stream; its body ends early when the server or the line goes. */
  HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofInputStream());
  }

  private static BodyPublisher json(Object body) {
    return BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  private String ask(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return ask(request(method, path, type, body).build());
  }

  private HttpRequest.Builder request(String method, String path, String type, BodyPublisher body)
      throws InterruptedException {
    return HttpRequest.newBuilder(door.address().resolve(path))
        .timeout(TIMEOUT)
        .header("Content-Type", type)
        .method(method, body);
  }

  private String ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new RefusedException(
          request.method(), request.uri().getPath(), answer.statusCode(), answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** An answer that says no, where nothing wrong was asked. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String method, String path, int status, String body) {
      super("%s %s: %d %s".formatted(method, path, status, body));
    }
  }
}
