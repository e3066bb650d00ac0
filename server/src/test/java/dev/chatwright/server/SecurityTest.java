package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chatwright.server.RunningServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
  private RunningServer open;
  private RunningServer locked;

  @BeforeAll
  void start() throws IOException {
    open = RunningServer.start(ScriptedSource.of(new ScriptedModel()));
    locked = RunningServer.startWithKey(ScriptedSource.of(new ScriptedModel()));
  }

  @AfterAll
  void stop() {
    open.close();
    locked.close();
  }

  @Test
  void aKeyThatIsTooShortIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunningServer.options().withApiKey("short"))
        .withMessageContaining("8 to 256 letters, got 5 letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models",
        "/metrics",
        "/actuator/prometheus",
        "/v1/chat/completions",
        "/unknown",
        "/assets/%2e%2e/v1/models",
        "/assets/..;/v1/models",
        "/v1/models/x.js",
      })
  void withAKeyEverythingElseIsDeniedWithoutIt(String path) throws Exception {
    Answer answer = locked.get(path);

    assertThat(answer.status()).isIn(400, 401);
    assertThat(answer.body()).doesNotContain("scripted");
  }

  @Test
  void aMissingAndAWrongKeyAreToldApart() throws Exception {
    Answer missing = locked.get("/v1/models");
    Answer wrong =
        locked.send(
            locked.request("/v1/models").header("Authorization", "Bearer not-the-key").GET());

    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.error("code")).isEqualTo("missing_api_key");
    assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.error("code")).isEqualTo("invalid_api_key");
    assertThat(wrong.body()).doesNotContain("not-the-key");
  }

  @Test
  void theRightKeyLetsIn() throws Exception {
    Answer answer =
        locked.send(
            locked
                .request("/v1/models")
                .header("Authorization", "bearer " + RunningServer.key())
                .GET());

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void healthTellsStrangersOnlyWhetherItIsReady() throws Exception {
    Answer stranger = locked.get("/health");
    Answer friend = open.get("/health");

    assertThat(stranger.status()).isEqualTo(200);
    assertThat(stranger.json().has("kernels")).isFalse();
    assertThat(friend.json().has("kernels")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1", "[::1]:99", "LOCALHOST"})
  void ownNamesAreAnswered(String host) throws Exception {
    assertThat(raw(host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"})
  void foreignNamesAreRefused(String host) throws Exception {
    String answer = raw(host);

    assertThat(answer).startsWith("HTTP/1.1 403").contains("host_not_allowed");
    assertThat(answer).doesNotContain("scripted");
  }

  private String raw(String host) throws IOException {
    return open.raw(
        "GET /v1/models HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "::"})
  void pagesOfOtherSitesMayNotPost(String origin) throws Exception {
    Answer answer =
        open.send(
            open.request("/v1/completions")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString("{\"model\":\"scripted\",\"prompt\":\"a\"}")));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error("code")).isEqualTo("origin_not_allowed");
  }

  @Test
  void theOwnPageMayPost() throws Exception {
    Answer answer =
        open.send(
            open.request("/v1/completions")
                .header("Origin", open.address())
                .POST(BodyPublishers.ofString("{\"model\":\"scripted\",\"prompt\":\"a\"}")));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/v1/models", "/nothing"})
  void everyAnswerTellsBrowsersToBeStrict(String path) throws Exception {
    Answer answer = open.get(path);

    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'self'")
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe-eval")
        .doesNotContainPattern("(?:script|style|default)-src[^;-]*unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Server")).isEmpty();
  }

  @Test
  void theFrameOfDiagramsIsOfNoOriginAndSendsNothing() throws Exception {
    Answer answer = open.get("/diagram.html");

    assertThat(answer.header("Content-Security-Policy"))
        .contains("sandbox allow-scripts")
        .contains("default-src 'none'")
        .contains("connect-src 'none'")
        .contains("frame-ancestors 'self'")
        .doesNotContain("allow-same-origin");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(answer.body()).contains("/assets/diagram-");
  }

  /** A frame of no origin is a stranger to its own files; nothing else may be read by one. */
  @ParameterizedTest
  @CsvSource({"/diagram.html,*", "/assets/any.js,*", "/,''", "/api/me,''", "/favicon.svg,''"})
  void onlyTheFilesOfTheFrameMayBeReadByStrangers(String path, String allowed) throws Exception {
    Answer answer = open.send(open.request(path).header("Origin", "null").GET());

    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
  }

  /**
   * Class V15: answers that any site may read (AnythingLLM CVE-2026-32617), and a name that an
   * attacker points at this machine (MLflow CVE-2025-14279).
   */
  @Test
  void noOtherSiteMayReadAnswers() throws Exception {
    Answer answer =
        open.send(open.request("/v1/models").header("Origin", "https://evil.example").GET());

    assertThat(answer.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    assertThat(raw("rebound.evil.example")).startsWith("HTTP/1.1 403");
  }
}
