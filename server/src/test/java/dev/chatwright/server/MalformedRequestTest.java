package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests that the web server refuses before any of our code sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestTest {
  private RunningServer server;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(ScriptedSource.of(new ScriptedModel()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
        "GET /v1/models/a%2fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /assets/../../secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "\u0016\u0003\u0001 no HTTP at all\r\n\r\n",
      })
  void areAnsweredInTheShapeOfAllErrors(String request) throws Exception {
    String answer = server.raw(request);

    assertThat(answer).containsPattern("^HTTP/1.1 40[05]").doesNotContain("<html", "Tomcat");
    assertThat(answer).contains("Content-Type: application/json", "Content-Security-Policy: ");
    assertThat(error(answer).path("type").asString()).isEqualTo("invalid_request_error");
    assertThat(error(answer).path("message").asString()).isNotEmpty();
  }

  @Test
  void headersWithoutEndAreRefused() throws Exception {
    String answer = server.raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(9000));

    assertThat(answer).startsWith("HTTP/1.1 4");
    assertThat(error(answer).path("code").asString()).isNotEmpty();
  }

  private static JsonNode error(String answer) {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return RunningServer.JSON.readTree(body).path("error");
  }
}
