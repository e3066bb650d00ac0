package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.testing.PulledModels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The server with the models that were pulled on this machine; skipped without them. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("InlineFormatString") // JSON reads better named; loopback has one address
class RealModelTest {
  private static final String MODEL = "smollm2-135m-instruct";
  private static final String ENCODER = "all-minilm-l6-v2";
  private static final String QUESTION =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}],"
              .formatted(MODEL)
          + "\"temperature\":0,\"max_tokens\":24%s}";
  private final Path models = PulledModels.home();
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) throws IOException, InterruptedException {
    requireStored(MODEL);
    Files.createSymbolicLink(home.resolve("models"), models.resolve("models").toAbsolutePath());
    ServerOptions options =
        ServerOptions.of(home).withAddress("127.0.0.1", 0).with(Options.ENGINE_CONTEXT, 1024);
    server = new RunningServer(ChatwrightServer.start(options), HttpClient.newHttpClient());
    server.server().models().awaitSettled(Duration.ofMinutes(1));
  }

  private void requireStored(String id) throws IOException {
    PulledModels.require(new ModelStore(models).find(id), id);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Answer ask(String more) throws IOException, InterruptedException {
    return server.post("/v1/chat/completions", QUESTION.formatted(more));
  }

  @Test
  void aQuestionIsAnsweredTheSameInOnePieceAndAsAStream() throws Exception {
    Answer whole = ask("");
    Answer stream = ask(",\"stream\":true");

    String text = whole.json().at("/choices/0/message/content").asString();
    StringBuilder streamed = new StringBuilder();
    stream
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> RunningServer.JSON.readTree(line.substring(6)))
        .forEach(chunk -> streamed.append(chunk.at("/choices/0/delta/content").asString("")));
    assertThat(text).contains("Paris");
    assertThat(streamed.toString()).isEqualTo(text);
  }

  @Test
  void embeddingsOfLikeTextsAreNear() throws Exception {
    requireStored(ENCODER);

    JsonNode json =
        server
            .post(
                "/v1/embeddings",
                "{\"model\":\"%s\",\"input\":[\"a cat sleeps\",\"the kitten naps\",\"tax law\"]}"
                    .formatted(ENCODER))
            .json();

    assertThat(json.at("/data/0/embedding").size()).isEqualTo(384);
    assertThat(nearness(json, 0, 1)).isGreaterThan(nearness(json, 0, 2) + 0.2);
  }

  private static double nearness(JsonNode json, int one, int other) {
    JsonNode left = json.at("/data/%d/embedding".formatted(one));
    JsonNode right = json.at("/data/%d/embedding".formatted(other));
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      sum += left.get(i).asDouble() * right.get(i).asDouble();
    }
    return sum;
  }
}
