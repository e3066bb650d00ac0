package dev.chatwright.server;

import dev.chatwright.server.model.ModelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port of loopback, and a plain client of it. */
record RunningServer(ChatwrightServer server, HttpClient client) implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final String KEY = "a-secret-for-tests";

  static RunningServer start(ModelSource source) throws IOException {
    return start(options(), source);
  }

  static RunningServer startWithKey(ModelSource source) throws IOException {
    return start(options().withApiKey(KEY), source);
  }

  static RunningServer start(ServerOptions options, ModelSource source) throws IOException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new RunningServer(ChatwrightServer.start(options, source), client);
  }

  static ServerOptions options() {
    return ServerOptions.of(newHome()).withAddress("127.0.0.1", 0);
  }

  /** A home that goes with the process; tests that look into theirs make their own. */
  private static Path newHome() {
    try {
      Path home = Files.createTempDirectory("chatwright-home");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
      return home;
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private static void remove(Path home) {
    try {
      FileSystemUtils.deleteRecursively(home);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String key() {
    return KEY;
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(60));
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return post(path, BodyPublishers.ofString(body));
  }

  Answer post(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").POST(body));
  }

  Answer put(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(client.send(request.build(), BodyHandlers.ofString()));
  }

  /** Returns what the server answers to bytes that no proper client would send. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What the server said.
   *
   * @param response as it came
   */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return JSON.readTree(body());
    }

    /** Returns what an error says at a field such as {@code code}. */
    String error(String field) {
      return json().path("error").path(field).asString("");
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
