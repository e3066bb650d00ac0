package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.server.RunningServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Adapters are attached to a model while it serves, and asked for as if they were models. */
@Timeout(60)
class AdaptersTest {
  private final SteeredSource source = new SteeredSource(ScriptedModel.ID, "one", "encoder");

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(RunningServer.options(), source);
    server.server().models().awaitSettled(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer attach(String model, String body) throws Exception {
    return server.post("/api/models/" + model + "/adapters", body);
  }

  private Answer detach(String path) throws Exception {
    return server.send(server.request("/api/models/" + path).DELETE());
  }

  private Answer ask(String model) throws Exception {
    return server.post("/v1/completions", "{\"model\":\"" + model + "\",\"prompt\":\"a\"}");
  }

  private List<String> names(String listing) throws Exception {
    JsonNode json = server.get(listing).json();
    JsonNode entries = listing.startsWith("/v1") ? json.path("data") : json.path("models");
    return entries.valueStream().map(entry -> entry.path("id").asString()).toList();
  }

  private Optional<String> lastAdapter(String model) {
    List<GenerationRequest> requests = source.model(model).requests;
    return requests.getLast().adapter();
  }

  @Test
  void anAttachedAdapterIsListedAndAskedForAsModelAndName() throws Exception {
    Answer attached = attach(ScriptedModel.ID, "{\"name\":\"legal\"}");

    assertThat(attached.status()).isEqualTo(201);
    assertThat(attached.json().path("id").asString()).isEqualTo("scripted:legal");
    assertThat(names("/v1/models")).contains("scripted", "scripted:legal");
    assertThat(names("/api/models")).contains("scripted", "scripted:legal");
    JsonNode shown = server.get("/v1/models/scripted:legal").json();
    assertThat(shown.path("adapter").path("name").asString()).isEqualTo("legal");
    Answer answer = ask("scripted:legal");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("model").asString()).isEqualTo("scripted:legal");
    assertThat(lastAdapter(ScriptedModel.ID)).contains("legal");
    ask(ScriptedModel.ID);
    assertThat(lastAdapter(ScriptedModel.ID)).isEmpty();
  }

  @Test
  void aModelThatIsNotInMemoryIsLoadedForItsAdapter() throws Exception {
    Answer attached = attach("one", "{\"name\":\"legal\",\"file\":\"legal.gguf\"}");

    assertThat(attached.status()).isEqualTo(201);
    assertThat(ask("one:legal").status()).isEqualTo(200);
    assertThat(source.model("one").attached).containsExactly("legal");
  }

  @Test
  void aDetachedAdapterIsGone() throws Exception {
    attach(ScriptedModel.ID, "{\"name\":\"a\"}");
    attach(ScriptedModel.ID, "{\"name\":\"b\"}");

    assertThat(detach("scripted/adapters/a").status()).isEqualTo(204);
    assertThat(detach("scripted:b").status()).isEqualTo(204);

    assertThat(ask("scripted:a").status()).isEqualTo(404);
    assertThat(names("/v1/models")).doesNotContain("scripted:a", "scripted:b");
    assertThat(source.model(ScriptedModel.ID).attached).isEmpty();
    Answer again = detach("scripted/adapters/a");
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error("message")).contains("scripted:a");
  }

  @Test
  void anUnknownAdapterIsAnUnknownModelWithTheNamesThatAreThere() throws Exception {
    attach(ScriptedModel.ID, "{\"name\":\"legal\"}");

    Answer answer = ask("scripted:medical");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error("code")).isEqualTo("model_not_found");
    assertThat(answer.error("message")).contains("scripted:medical", "scripted:legal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"\"}",
        "{\"name\":\"a/b\"}",
        "{\"name\":\"..\"}",
        "{\"name\":\"a:b\"}",
        "{\"name\":7}",
        "{\"name\":\"a\",\"file\":\"../secret\"}",
        "{\"name\":\"a\",\"file\":\"/etc/passwd\"}",
        "{\"name\":\"a\",\"path\":\"a\"}",
        "{\"name\":\"absent\"}",
        "{\"name\":\"foreign\"}",
      })
  void whatCannotBeAttachedIsRefusedAndChangesNothing(String body) throws Exception {
    Answer answer = attach(ScriptedModel.ID, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message")).isNotEmpty();
    assertThat(names("/v1/models")).doesNotContain("scripted:a");
    assertThat(source.model(ScriptedModel.ID).attached).isEmpty();
  }

  @Test
  void onlyModelsThatWriteTakeAdapters() throws Exception {
    assertThat(attach("nobody", "{\"name\":\"a\"}").status()).isEqualTo(404);
    assertThat(attach("encoder", "{\"name\":\"a\"}").status()).isEqualTo(404);
    attach(ScriptedModel.ID, "{\"name\":\"a\"}");
    assertThat(attach("scripted:a", "{\"name\":\"b\"}").status()).isEqualTo(404);
  }
}
