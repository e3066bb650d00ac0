package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.ModelPuller;
import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.model.ModelFacts;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.StoredModels;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose home is empty, on a machine from which no model can be fetched. */
@TestInstance(Lifecycle.PER_CLASS)
class BuiltInModelTest {
  private RunningServer server;

  /** The models of a home folder without a network. */
  private record Offline(ModelSource source) implements ModelSource {
    @Override
    public String modelId() {
      return source.modelId();
    }

    @Override
    public Optional<String> standIn() {
      return source.standIn();
    }

    @Override
    public boolean isBuiltIn(String id) {
      return source.isBuiltIn(id);
    }

    @Override
    public List<ModelFacts> models() throws IOException {
      return source.models();
    }

    @Override
    public List<PullableModel> pullable() {
      return source.pullable();
    }

    @Override
    public TextModel load(String id, Progress progress) throws IOException {
      if (!isBuiltIn(id)) {
        throw new IOException("no network");
      }
      return source.load(id, progress);
    }

    @Override
    public TextEncoder loadEncoder(String id) throws IOException {
      return source.loadEncoder(id);
    }

    @Override
    public void pull(String id, Progress progress) throws IOException {
      throw new IOException("no network");
    }

    @Override
    public void remove(String id) throws IOException {
      source.remove(id);
    }
  }

  @BeforeAll
  void start(@TempDir Path home) throws IOException, InterruptedException {
    ModelSource models =
        new StoredModels(home, ModelPuller.DEFAULT_MODEL, Optional.empty(), EngineOptions.DEFAULT);
    server =
        new RunningServer(
            ChatwrightServer.start(
                ServerOptions.of(home).withAddress("127.0.0.1", 0), new Offline(models)),
            HttpClient.newHttpClient());
    while (!server.server().models().modelId().equals("built-in")) {
      server.server().models().awaitSettled(Duration.ofSeconds(1));
    }
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void itKnowsWhatItIsPartOf() throws Exception {
    Answer answer =
        server.post(
            "/v1/chat/completions",
            """
            {"messages": [{"role": "user", "content": "What is Chatwright?"}], "temperature": 0}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("model").asString()).isEqualTo("built-in");
    JsonNode choice = answer.json().at("/choices/0");
    assertThat(choice.at("/message/content").asString()).contains("Chatwright").contains("model");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void itIsListedAsWhatItIsAndCannotBeRemoved() throws Exception {
    JsonNode models = server.get("/api/models").json().path("models");
    Answer removed = server.delete("/api/models/built-in");

    JsonNode entry = models.get(0);
    assertThat(entry.path("id").asString()).isEqualTo("built-in");
    assertThat(entry.path("built_in").asBoolean()).isTrue();
    assertThat(entry.path("default").asBoolean()).isTrue();
    assertThat(removed.status()).isEqualTo(409);
    assertThat(removed.error("message")).contains("part of Chatwright");
  }

  @Test
  void healthNamesTheModelThatAnswers() throws Exception {
    assertThat(server.get("/health").json().path("model").asString()).isEqualTo("built-in");
  }
}
