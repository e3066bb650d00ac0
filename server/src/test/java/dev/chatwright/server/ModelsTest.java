package dev.chatwright.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.server.model.ModelLease;
import dev.chatwright.server.model.ModelRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Several models of one server: each takes 100 bytes, and there is room for three. */
@Timeout(60)
class ModelsTest {
  private final SteeredSource source =
      new SteeredSource(ScriptedModel.ID, "one", "two", "three", "encoder");

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(options(), source);
    models().awaitSettled(Duration.ofSeconds(20));
  }

  private static ServerOptions options() {
    return RunningServer.options()
        .with(Options.MODELS_MAX_LOADED, 3)
        .with(Options.MODELS_MEMORY_BUDGET, 300L)
        .withLoadingPatience(Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelRegistry models() {
    return server.server().models();
  }

  private Answer ask(String model) throws Exception {
    String body = "{\"model\":\"" + model + "\",\"prompt\":\"a\"}";
    Answer answer = server.post("/v1/completions", body);
    while (answer.error("code").equals("model_loading")) {
      answer = server.post("/v1/completions", body);
    }
    return answer;
  }

  private boolean isClosed(String id) throws InterruptedException {
    return requireNonNull(source.made.get(id)).closed.await(0, TimeUnit.SECONDS);
  }

  private JsonNode entry(String id) throws Exception {
    return server.get("/api/models/" + id).json();
  }

  private Answer pull(String id) throws Exception {
    return server.post("/api/models/pull", "{\"id\":\"" + id + "\"}");
  }

  private Answer delete(String id) throws Exception {
    return server.send(server.request("/api/models/" + id).DELETE());
  }

  @Test
  void aStoredModelIsLoadedWhenItIsFirstAskedForAndStays() throws Exception {
    Answer first = ask("one");
    ask("one");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("model").asString()).isEqualTo("one");
    assertThat(source.begun).containsExactly("load scripted", "load one");
  }

  @Test
  void everyStoredModelIsListedTheDefaultFirstAndEncodersLast() throws Exception {
    JsonNode data = server.get("/v1/models").json().path("data");

    assertThat(data.valueStream().map(model -> model.path("id").asString()))
        .containsExactly("scripted", "one", "three", "two", "encoder");
    assertThat(source.begun).containsExactly("load scripted");
  }

  @Test
  void theLeastRecentlyUsedGoesWhenThereIsNoRoomAndNeverTheDefault() throws Exception {
    ask("one");
    ask("two");
    ask("one");

    Answer third = ask("three");

    assertThat(third.status()).isEqualTo(200);
    assertThat(requireNonNull(source.made.get("two")).closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(isClosed("one")).isFalse();
    assertThat(isClosed("scripted")).isFalse();
    assertThat(entry("two").path("state").asString()).isEqualTo("stored");
  }

  @Test
  void aModelInUseIsNotClosedForAnother() throws Exception {
    ask("one");
    ask("two");
    try (ModelLease one = models().require("one");
        ModelLease two = models().require("two")) {
      Answer refused = ask("three");

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.error("code")).isEqualTo("models_busy");
      assertThat(refused.error("message")).contains("'three'").contains("at most 3 models");
      assertThat(isClosed(one.model().id())).isFalse();
      assertThat(isClosed(two.model().id())).isFalse();
    }
    assertThat(ask("three").status()).isEqualTo(200);
  }

  @Test
  void aModelThatCouldNotBeLoadedIsTriedAgainWhenItIsAskedForAgain() throws Exception {
    source.held.add("one");
    source.ends.add("a broken file");

    Answer first = ask("one");
    String state = entry("one").path("state").asString();
    source.ends.add("");
    Answer second = ask("one");

    assertThat(first.error("code")).isEqualTo("model_failed");
    assertThat(first.error("message")).contains("a broken file");
    assertThat(state).isEqualTo("failed");
    assertThat(second.status()).isEqualTo(200);
  }

  @Test
  void theCatalogueTellsStateSizeAndKind() throws Exception {
    source.held.add("two");
    server.post("/v1/completions", "{\"model\":\"two\",\"prompt\":\"a\"}");
    JsonNode list = server.get("/api/models").json();
    source.ends.add("");

    assertThat(list.path("models").valueStream().map(m -> m.path("state").asString()))
        .containsExactly("ready", "stored", "stored", "pulling", "stored");
    assertThat(list.at("/models/0/default").asBoolean()).isTrue();
    assertThat(list.at("/models/0/size_bytes").asInt()).isEqualTo(100);
    assertThat(list.at("/models/3/progress/done_bytes").asInt()).isEqualTo(25);
    assertThat(list.at("/models/4/kind").asString()).isEqualTo("embedding");
    assertThat(list.path("known").valueStream().map(m -> m.path("id").asString()))
        .containsExactly("fetchable");
    assertThat(list.at("/known/0/size_bytes").asInt()).isEqualTo(1000);
    assertThat(server.get("/api/models/nothing").status()).isEqualTo(404);
  }

  @Test
  void aModelIsFetchedOnceHoweverOftenItIsAskedFor() throws Exception {
    source.held.add("fetchable");

    Answer first = pull("fetchable");
    source.told.await();
    Answer second = pull("fetchable");
    JsonNode entry = entry("fetchable");
    source.ends.add("");
    while (!entry("fetchable").path("state").asString().equals("stored")) {
      Thread.onSpinWait();
    }

    assertThat(List.of(first.status(), second.status())).containsExactly(202, 202);
    assertThat(entry.path("state").asString()).isEqualTo("pulling");
    assertThat(entry.at("/progress/total_bytes").asInt()).isEqualTo(100);
    assertThat(source.begun).containsOnlyOnce("pull fetchable");
    assertThat(pull("fetchable").error("code")).isEqualTo("model_is_here");
    assertThat(server.get("/api/models").json().path("known").isEmpty()).isTrue();
  }

  @Test
  void aPullThatFailsSaysWhyAndMayBeBegunAgain() throws Exception {
    source.held.add("fetchable");
    source.ends.add("no network");

    pull("fetchable");
    JsonNode entry = entry("fetchable");
    while (!entry.path("state").asString().equals("failed")) {
      entry = entry("fetchable");
    }
    source.ends.add("");
    Answer again = pull("fetchable");

    assertThat(entry.path("failure").asString()).isEqualTo("no network");
    assertThat(again.status()).isEqualTo(202);
  }

  @Test
  void onlyKnownNamesAreFetched() throws Exception {
    for (String id : List.of("/etc/passwd", "https://example.org/a.gguf", "hf:a/b/c.gguf")) {
      Answer refused = pull(id);

      assertThat(refused.status()).as(id).isEqualTo(400);
      assertThat(refused.error("param")).isEqualTo("id");
      assertThat(refused.error("message")).contains("fetchable");
    }
    assertThat(source.begun).containsExactly("load scripted");
  }

  @Test
  void aModelIsRemovedUnlessItIsUsedOrTheDefault() throws Exception {
    ask("one");
    try (ModelLease lease = models().require("one")) {
      assertThat(delete(lease.model().id()).error("code")).isEqualTo("model_in_use");
    }

    Answer removed = delete("one");

    assertThat(removed.status()).isEqualTo(204);
    assertThat(isClosed("one")).isTrue();
    assertThat(entry("one").at("/error/code").asString()).isEqualTo("model_not_found");
    assertThat(delete("scripted").error("code")).isEqualTo("model_is_default");
    assertThat(delete("scripted").status()).isEqualTo(409);
    assertThat(delete("encoder").status()).isEqualTo(204);
    assertThat(delete("never").status()).isEqualTo(404);
  }
}
