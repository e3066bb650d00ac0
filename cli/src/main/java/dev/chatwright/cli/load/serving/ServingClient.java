package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.SentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who asks a server by OpenAI's API and reads what it streams.
 *
 * <p>Safe for use by several threads.
 */
final class ServingClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final URI address;
  private final String model;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Creates the client.
   *
   * @param model the name of the model that is to answer, where a server has several
   */
  ServingClient(URI address, String model) {
    this.address = address;
    this.model = model;
  }

  /**
   * Returns the name of the model that answers, or nothing until the server has it. llama.cpp's
   * tells none and needs none.
   */
  Optional<String> readyModel() throws InterruptedException {
    try {
      HttpResponse<String> answer = client.send(get("/health"), BodyHandlers.ofString());
      return answer.statusCode() == 200 ? readyModel(answer.body()) : Optional.empty();
    } catch (IOException _) { // it does not listen yet
      return Optional.empty();
    }
  }

  private static Optional<String> readyModel(String body) {
    try {
      JsonNode health = JSON.readTree(body);
      String status = health.path("status").asString("");
      return status.equals("ok") || status.equals("ready")
          ? Optional.of(health.path("model").asString(""))
          : Optional.empty();
    } catch (JacksonException _) { // whatever it is, it is not ready
      return Optional.empty();
    }
  }

  /** Returns what the server says at an address. */
  JsonNode tell(String path) throws IOException, InterruptedException {
    return JSON.readTree(client.send(get(path), BodyHandlers.ofString()).body());
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
  }

  /**
   * Has a reply written, and reads it to its end.
   *
   * @throws IOException if the server refuses, breaks off, or writes another number of tokens
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  ChatTimes chat(ChatOrder order) throws IOException, InterruptedException {
    long sent = System.nanoTime();
    try (BufferedReader lines = open(order)) {
      long first = 0;
      Optional<SentEvent> last = Optional.empty();
      Optional<SentEvent> event = SentEvent.read(lines);
      while (event.isPresent() && !event.get().isEnd()) {
        if (first == 0 && !textOf(event.get().json()).isEmpty()) {
          first = System.nanoTime();
        }
        last = event;
        event = SentEvent.read(lines);
      }
      return new ChatTimes(sent, first, System.nanoTime(), counted(order, event, last));
    }
  }

  /** Returns the body of a request. */
  byte[] body(ChatOrder order) {
    return JSON.writeValueAsBytes(order.body(model));
  }

  /**
   * Opens the stream of a reply; who closes the reader goes away from it.
   *
   * @throws ServerRefusedException if the server says no
   * @throws IOException if it does not answer
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  BufferedReader open(ChatOrder order) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/completions"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body(order)))
            .build();
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      try (InputStream refusal = answer.body()) {
        throw new ServerRefusedException(
            answer.statusCode(), new String(refusal.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /** Returns the text of a whole reply. */
  String text(ChatOrder order) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    try (BufferedReader lines = open(order)) {
      Optional<SentEvent> event = SentEvent.read(lines);
      while (event.isPresent() && !event.get().isEnd()) {
        text.append(textOf(event.get().json()));
        event = SentEvent.read(lines);
      }
    }
    return text.toString();
  }

  /** Returns what an event adds to the reply. */
  static String textOf(JsonNode event) {
    return event.path("choices").path(0).path("text").asString("");
  }

  private static int counted(ChatOrder order, Optional<SentEvent> end, Optional<SentEvent> last)
      throws IOException {
    if (end.isEmpty() || last.isEmpty()) {
      throw new IOException("the stream ended before the reply did");
    }
    int tokens = last.get().json().path("usage").path("completion_tokens").asInt(0);
    if (tokens != order.replyTokens()) {
      throw new IOException(
          "the reply has %d tokens, expected %d: %s"
              .formatted(tokens, order.replyTokens(), last.get().data()));
    }
    return tokens;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
