package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Models that break while they serve, and those that are broken before they are loaded. */
@Timeout(60)
class BrokenModelTest {
  private static final String REASON = "its file cannot be read any more: a fault";

  private final SteeredSource source = new SteeredSource(ScriptedModel.ID, "one", "two");

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  private void start(Duration reloadPause) throws Exception {
    ServerOptions options =
        RunningServer.options().with(Options.MODELS_MAX_LOADED, 2).withReloadPause(reloadPause);
    server = RunningServer.start(options, source);
    server.server().models().awaitSettled(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer ask(String model) throws Exception {
    return server.post("/v1/completions", "{\"model\":\"" + model + "\",\"prompt\":\"a\"}");
  }

  private ScriptedModel breakDown(String id) {
    ScriptedModel model = source.model(id);
    model.failure = Optional.of(REASON);
    return model;
  }

  @Test
  void aModelThatBreaksSaysSoEverywhere() throws Exception {
    start(Duration.ofDays(1));

    breakDown(ScriptedModel.ID);
    Answer refused = ask(ScriptedModel.ID);
    JsonNode health = server.get("/health").json();
    JsonNode entry = server.get("/api/models/" + ScriptedModel.ID).json();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.error("code")).isEqualTo("model_failed");
    assertThat(refused.error("message")).contains("'scripted'", REASON, "loaded again", "anew");
    assertThat(health.path("status").asString()).isEqualTo("failed");
    assertThat(health.path("message").asString()).contains(REASON);
    assertThat(entry.path("state").asString()).isEqualTo("failed");
    assertThat(entry.path("failure").asString()).contains(REASON);
    assertThat(source.begun).containsExactly("load scripted");
  }

  @Test
  void aModelThatBrokeIsLoadedAgainAndTheOldOneClosed() throws Exception {
    start(Duration.ZERO);
    ask("one");
    ScriptedModel usual = breakDown(ScriptedModel.ID);
    ScriptedModel other = breakDown("one");

    assertThat(ask(ScriptedModel.ID).status()).isEqualTo(200);
    assertThat(ask("one").status()).isEqualTo(200);

    assertThat(usual.closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(other.closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(server.get("/health").json().path("status").asString()).isEqualTo("ready");
  }

  @Test
  void aModelThatIsThereAgainAnswersByDefaultAgain() throws Exception {
    source.held.add(ScriptedModel.ID);
    source.standIn = Optional.of("one");
    source.ends.add("a broken file");
    start(Duration.ZERO);
    while (!server.server().models().modelId().equals("one")) {
      Thread.onSpinWait();
    }
    source.ends.add("");

    Answer again = ask(ScriptedModel.ID);

    assertThat(again.status()).isEqualTo(200);
    assertThat(server.server().models().modelId()).isEqualTo(ScriptedModel.ID);
  }

  @Test
  void noModelGoesForOneWhoseFileIsBroken() throws Exception {
    start(Duration.ZERO);
    ask("one");
    source.broken.add("two");

    Answer refused = ask("two");

    assertThat(refused.error("code")).isEqualTo("model_failed");
    assertThat(refused.error("message")).contains("'two'", "its header is broken");
    assertThat(server.get("/api/models/one").json().path("state").asString()).isEqualTo("ready");
    assertThat(server.get("/api/models/two").json().path("state").asString()).isEqualTo("failed");
    assertThat(source.begun).containsExactly("load scripted", "load one");
  }

  @Test
  void aModelThatAnswersByDefaultAndCouldNotBeLoadedIsTriedAgain() throws Exception {
    source.held.add(ScriptedModel.ID);
    source.ends.add("a broken file");
    start(Duration.ZERO);
    source.ends.add("");

    assertThat(ask(ScriptedModel.ID).status()).isEqualTo(200);
    assertThat(source.begun).containsExactly("load scripted", "load scripted");
  }
}
