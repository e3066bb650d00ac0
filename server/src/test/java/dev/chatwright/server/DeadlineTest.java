package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.server.Chat.Event;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.ConfigurationException;
import dev.chatwright.server.configuration.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests say how long they may take, and the operator what they may say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlineTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final int USUAL = 500;
  private static final int MOST = 1000;
  private final ScriptedModel model = new ScriptedModel();
  private RunningServer server;
  private Chat chat;

  @BeforeAll
  void start() throws IOException {
    ServerOptions options =
        RunningServer.options()
            .with(Options.ENGINE_TIMEOUT_SECONDS, USUAL)
            .with(Options.ENGINE_MAX_TIMEOUT_SECONDS, MOST);
    server = RunningServer.start(options, ScriptedSource.of(model));
    chat = new Chat(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer ask(RunningServer asked, String text, String more) throws Exception {
    return asked.post(
        CHAT,
        "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(text, more));
  }

  private Answer ask(String text, String more) throws Exception {
    return ask(server, text, more);
  }

  private Optional<Duration> lastLimit() {
    return model.requests.getLast().terms().timeLimit();
  }

  @Test
  void theEngineIsGivenWhatIsLeftOfTheTimeOfTheRequest() throws Exception {
    ask("hello", ",\"timeout\":900.5");
    assertThat(lastLimit().orElseThrow())
        .isBetween(Duration.ofMinutes(10), Duration.ofMillis(900_500));

    server.post(
        "/v1/completions", "{\"model\":\"scripted\",\"prompt\":[\"a\",\"b\"],\"timeout\":900}");
    assertThat(lastLimit().orElseThrow()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
  }

  @Test
  void aRequestWithoutATimeHasTheUsualOne() throws Exception {
    ask("hello", "");

    assertThat(lastLimit().orElseThrow())
        .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(USUAL));
  }

  @Test
  void moreTimeThanTheOperatorAllowsIsRefused() throws Exception {
    int before = model.requests.size();

    Answer answer = ask("hello", ",\"timeout\":1000.5");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("param")).isEqualTo("timeout");
    assertThat(answer.error("message"))
        .isEqualTo("'timeout' must be at most 1000 seconds here, got 1000.5");
    assertThat(model.requests).hasSize(before);
  }

  @Test
  void theMostTimeIsThatOfARequestThatSaysNothingWhereNothingIsUsual() throws Exception {
    ScriptedModel other = new ScriptedModel();
    ServerOptions options = RunningServer.options().with(Options.ENGINE_MAX_TIMEOUT_SECONDS, MOST);
    try (RunningServer bounded = RunningServer.start(options, ScriptedSource.of(other))) {
      ask(bounded, "hello", "");
    }

    assertThat(other.requests.getLast().terms().timeLimit().orElseThrow())
        .isBetween(Duration.ofMinutes(10), Duration.ofSeconds(MOST));
  }

  @Test
  void aUsualTimeLongerThanTheLongestStopsTheStart() {
    ServerOptions options =
        RunningServer.options()
            .with(Options.ENGINE_TIMEOUT_SECONDS, MOST + 1)
            .with(Options.ENGINE_MAX_TIMEOUT_SECONDS, MOST);

    assertThatThrownBy(() -> RunningServer.start(options, ScriptedSource.of(model)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "engine.timeout_seconds", "engine.max_timeout_seconds", "1000", "1001");
  }

  @Test
  void withoutASettingAReplyTakesAsLongAsItTakes() throws Exception {
    ScriptedModel other = new ScriptedModel();
    try (RunningServer unbounded = RunningServer.start(ScriptedSource.of(other))) {
      ask(unbounded, "hello", "");
    }

    assertThat(other.requests.getLast().terms().timeLimit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"n\":3"})
  void aReplyThatIsNotFinishedInTimeIsAGatewayTimeout(String more) throws Exception {
    Answer answer = ask("be too slow", ",\"timeout\":2.5" + more);

    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.error("code")).isEqualTo("deadline");
    assertThat(answer.error("type")).isEqualTo("server_error");
    assertThat(answer.error("message")).isEqualTo("the reply was not finished within 2.5 s");
  }

  @Test
  void aStreamThatIsNotFinishedInTimeKeepsWhatWasSentAndEndsWithTheError() throws Exception {
    Answer answer = ask("be too slow", ",\"timeout\":2,\"stream\":true");

    List<String> lines = answer.body().lines().filter(line -> line.startsWith("data: ")).toList();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"content\":\"G\"").doesNotContain("[DONE]");
    assertThat(
            RunningServer.JSON.readTree(lines.getLast().substring(6)).at("/error/code").asString())
        .isEqualTo("deadline");
  }

  @Test
  void aReplyInAChatKeepsWhatWasWrittenAndFailsWithAReason() throws Exception {
    String conversation = chat.make();
    JsonNode reply =
        chat.say(conversation, Map.of("text", "be too slow", "options", Map.of("timeout", 800)))
            .at("/replies/0");
    List<Event> events = chat.events(reply.path("generation_id").asString(), 0);

    Event end = events.get(events.size() - 2);
    assertThat(end.type()).isEqualTo("error");
    assertThat(end.json().path("code").asString()).isEqualTo("deadline");
    JsonNode kept = chat.message(conversation, reply.path("id").asString());
    assertThat(kept.path("text").asString()).isEqualTo("G");
    assertThat(kept.path("state").asString()).isEqualTo("failed");
    assertThat(kept.at("/failure/code").asString()).isEqualTo("deadline");
    assertThat(lastLimit().orElseThrow())
        .isBetween(Duration.ofSeconds(400), Duration.ofSeconds(800));
  }

  @Test
  void aReplyInAChatMayNotAskForMoreThanTheOperatorAllows() throws Exception {
    Answer answer =
        chat.send(
            "POST",
            "/api/conversations/" + chat.make() + "/messages",
            Map.of("text", "hello", "options", Map.of("timeout", 1001)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message"))
        .isEqualTo("'timeout' must be at most 1000 seconds here, got 1001");
  }

  @Test
  void aTemporaryChatHasATimeToo() throws Exception {
    Answer answer =
        server.post(
            "/api/temporary",
            "{\"messages\":[{\"role\":\"user\",\"text\":\"be too slow\"}],\"options\":{\"timeout\":7}}");

    assertThat(answer.body()).contains("\"delta\":\"G\"", "\"code\":\"deadline\"");
    assertThat(lastLimit().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(7));
  }

  /** A time that is over before anything can be computed: whether it waits there is no matter. */
  @Test
  void aModelIsNotWaitedForLongerThanTheRequestMayTake() throws Exception {
    SteeredSource slow = SteeredSource.slow();
    try (RunningServer loading = RunningServer.start(slow)) {
      Answer answer = ask(loading, "hello", ",\"timeout\":0.001");

      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.error("code")).isEqualTo("deadline");
      slow.ends.add("");
    }
  }
}
