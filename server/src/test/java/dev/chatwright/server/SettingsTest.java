package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SettingsTest {
  @TempDir private Path home;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        RunningServer.start(
            ServerOptions.of(home).withAddress("127.0.0.1", 0),
            ScriptedSource.of(new ScriptedModel()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer patch(String body) throws Exception {
    return server.send(
        server
            .request("/api/me")
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void whatIsNotNamedStaysAndNullRestores() throws Exception {
    patch("{\"settings\":{\"theme\":\"dark\",\"temperature\":0.5,\"streaming\":false}}");

    JsonNode settings = patch("{\"settings\":{\"theme\":null}}").json().path("settings");

    assertThat(settings.has("theme")).isFalse();
    assertThat(settings.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(settings.path("streaming").asBoolean()).isFalse();
    assertThat(settings.toString())
        .isEqualTo(server.get("/api/me").json().path("settings").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"settings\":{\"theme\":\"pink\"}}",
        "{\"settings\":{\"temperature\":3}}",
        "{\"settings\":{\"max_tokens\":0}}",
        "{\"settings\":{\"streaming\":\"yes\"}}",
        "{\"settings\":{\"persona_id\":\"1\"}}",
        "{\"settings\":{\"language\":\"<b>\"}}",
        "{\"settings\":{\"colour\":\"red\"}}",
        "{\"settings\":{\"colour\":null}}",
        "{\"name\":\"\"}",
        "{\"name\":\"two\\nlines\"}",
        "{\"settings\":{\"theme\":\"dark\"},\"theme\":\"dark\"}",
      })
  void whatIsNotAllowedIsRefusedAndChangesNothing(String body) throws Exception {
    assertThat(patch(body).status()).isEqualTo(400);
    assertThat(server.get("/api/me").json().path("settings")).isEmpty();
  }

  @Test
  void theSystemPromptIsNotReadableInTheFiles() throws Exception {
    String secret = "answer only in riddles about lighthouses";
    patch("{\"settings\":{\"system_prompt\":\"" + secret + "\"}}");

    assertThat(server.get("/api/me").body()).contains(secret);
    server.close();
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("lighthouses");
      }
    }
  }
}
