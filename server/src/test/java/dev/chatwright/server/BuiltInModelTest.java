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
import java.util.Map;
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
        new StoredModels(
            home,
            ModelPuller.DEFAULT_MODEL,
            Optional.empty(),
            Map.of(),
            EngineOptions.DEFAULT,
            Optional.empty());
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
            {"model": "built-in", "temperature": 0,
             "messages": [{"role": "user", "content": "What is Chatwright?"}]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("model").asString()).isEqualTo("built-in");
    JsonNode choice = answer.json().at("/choices/0");
    assertThat(choice.at("/message/content").asString()).contains("Chatwright").contains("model");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
  }

  private Answer ask(String more) throws IOException, InterruptedException {
    return server.post(
        "/v1/chat/completions",
        "{\"model\":\"built-in\",\"messages\":[{\"role\":\"user\",\"content\":\"Who are you?\"}],\"temperature\":0%s}"
            .formatted(more));
  }

  @Test
  void aQuestionIsAnsweredTheSameInOnePieceAndAsAStream() throws Exception {
    Answer whole = ask("");
    Answer stream = ask(",\"stream\":true");

    StringBuilder streamed = new StringBuilder();
    stream
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> RunningServer.JSON.readTree(line.substring(6)))
        .forEach(chunk -> streamed.append(chunk.at("/choices/0/delta/content").asString("")));
    assertThat(streamed.toString())
        .isNotEmpty()
        .isEqualTo(whole.json().at("/choices/0/message/content").asString());
  }

  @Test
  void aStopTextIsNoPartOfTheReply() throws Exception {
    String whole = ask("").json().at("/choices/0/message/content").asString();
    String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 4);

    JsonNode json =
        ask(",\"stop\":%s".formatted(RunningServer.JSON.writeValueAsString(stop))).json();

    assertThat(json.at("/choices/0/message/content").asString())
        .isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void aPromptThatDoesNotFitIsRefusedWithBothNumbers() throws Exception {
    Answer answer =
        server.post(
            "/v1/completions",
            "{\"model\":\"built-in\",\"prompt\":\"%s\"}".formatted("word ".repeat(1000)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("context_length_exceeded");
    assertThat(answer.error("param")).isEqualTo("prompt");
    assertThat(answer.error("message")).contains("512").containsPattern("[12]\\d{3} tokens");
  }

  @Test
  void echoGivesALogProbabilityForEveryTokenOfThePrompt() throws Exception {
    JsonNode json =
        server
            .post(
                "/v1/completions",
                """
                {"model": "built-in", "prompt": "The sky is blue", "echo": true, "logprobs": 2, "max_tokens": 0}
                """)
            .json();

    JsonNode logprobs = json.at("/choices/0/logprobs");
    assertThat(json.at("/choices/0/text").asString()).isEqualTo("The sky is blue");
    assertThat(logprobs.path("tokens").size())
        .isEqualTo(json.at("/usage/prompt_tokens").asInt())
        .isGreaterThan(3);
    assertThat(logprobs.at("/token_logprobs/0").isNull()).isTrue();
    assertThat(logprobs.at("/token_logprobs/3").asDouble()).isNegative().isGreaterThan(-20);
    assertThat(logprobs.at("/top_logprobs/3").size()).isEqualTo(2);
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
  void thePageLearnsWhichModelAnswers() throws Exception {
    assertThat(server.get("/api/me").json().at("/server/default_model").asString())
        .isEqualTo("built-in");
  }

  @Test
  void healthNamesTheModelThatAnswers() throws Exception {
    assertThat(server.get("/health").json().path("model").asString()).isEqualTo("built-in");
  }
}
