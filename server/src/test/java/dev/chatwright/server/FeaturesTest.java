package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.server.RunningServer.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeaturesTest {
  private static final String ENCODER = "all-minilm-l6-v2";
  private RunningServer server;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(ScriptedSource.of(new ScriptedModel()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer embed(String fields) throws IOException, InterruptedException {
    return server.post("/v1/embeddings", "{\"model\":\"%s\",%s}".formatted(ENCODER, fields));
  }

  @Test
  void modelsAreListedAndShown() throws Exception {
    JsonNode list = server.get("/v1/models").json();
    JsonNode one = server.get("/v1/models/scripted").json();
    Answer none = server.get("/v1/models/other");

    assertThat(list.path("object").asString()).isEqualTo("list");
    assertThat(list.at("/data/0/id").asString()).isEqualTo("scripted");
    assertThat(list.at("/data/1/id").asString()).isEqualTo(ENCODER);
    assertThat(one.path("object").asString()).isEqualTo("model");
    assertThat(one.path("owned_by").asString()).isEqualTo("chatwright");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.error("code")).isEqualTo("model_not_found");
  }

  @Test
  void healthSaysHowTheModelIsComputed() throws Exception {
    JsonNode health = server.get("/health").json();

    assertThat(health.path("status").asString()).isEqualTo("ready");
    assertThat(health.path("model").asString()).isEqualTo("scripted");
    assertThat(health.path("contextLength").asInt()).isEqualTo(ScriptedModel.CONTEXT);
    assertThat(health.path("kernels").asString()).isEqualTo("scripted");
    assertThat(health.path("refusedKernels").toString()).isEqualTo("[\"no vectors here\"]");
    assertThat(health.path("threads").asInt()).isEqualTo(1);
    assertThat(health.path("cache").path("type").asString()).isEqualTo("f16");
    assertThat(health.path("version").asString()).isNotEmpty();
  }

  @Test
  void metricsCountTokensAndRequestsByRoute() throws Exception {
    server.post("/v1/completions", "{\"model\":\"scripted\",\"prompt\":\"secret words\"}");
    server.get("/v1/unheard-of");

    String metrics = server.get("/metrics").body();

    assertThat(metrics).contains("chatwright_tokens_total{kind=\"reply\"}");
    assertThat(metrics).contains("chatwright_first_token_seconds_bucket");
    assertThat(metrics).contains("chatwright_speed_count{phase=\"decode\"}");
    assertThat(metrics).contains("chatwright_requests_waiting");
    assertThat(metrics).contains("route=\"/v1/completions\",status=\"200\"");
    assertThat(metrics).contains("jvm_memory_used_bytes");
    assertThat(metrics).doesNotContain("secret words").doesNotContain("unheard-of");
    assertThat(metrics.lines().filter(line -> line.startsWith("# HELP chatwright_")))
        .hasSizeGreaterThan(9)
        .allMatch(line -> line.strip().split(" ").length > 3, "says what it counts");
    assertThat(server.get("/actuator/prometheus").status()).isEqualTo(200);
  }

  @Test
  void textsBecomeVectors() throws Exception {
    JsonNode json = embed("\"input\":[\"ab\",\"abc\"]").json();

    assertThat(json.at("/data/0/embedding").toString()).isEqualTo("[2.0,0.5,-1.0]");
    assertThat(json.at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
    assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void vectorsAsBytesAreLittleEndianFloats() throws Exception {
    JsonNode json = embed("\"input\":\"ab\",\"encoding_format\":\"base64\"").json();

    byte[] bytes = Base64.getDecoder().decode(json.at("/data/0/embedding").asString());
    ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes).hasSize(12);
    assertThat(floats.getFloat()).isEqualTo(2);
    assertThat(floats.getFloat()).isEqualTo(0.5f);
  }

  @Test
  void textsThatTheEncoderDoesNotReadToTheirEndAreNamed() throws Exception {
    JsonNode whole = embed("\"input\":\"abcde\"").json();
    JsonNode mixed = embed("\"input\":[\"abcdef\",\"a\",\"abcdefg\"]").json();

    assertThat(whole.has("chatwright")).isFalse();
    assertThat(mixed.at("/chatwright/truncated_inputs").toString()).isEqualTo("[0,2]");
  }

  @Test
  void anEncoderAskedForAReplySaysWhatItIsFor() throws Exception {
    Answer answer =
        server.post("/v1/completions", "{\"model\":\"%s\",\"prompt\":\"a\"}".formatted(ENCODER));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error("message"))
        .isEqualTo(
            "'all-minilm-l6-v2' writes no replies, it turns texts into vectors;"
                + " replies come from 'scripted'");
  }

  @Test
  void whatEmbeddingsCannotDoIsRefusedByName() throws Exception {
    Answer dimensions = embed("\"input\":\"a\",\"dimensions\":10");
    Answer tokens = embed("\"input\":[1,2]");
    Answer format = embed("\"input\":\"a\",\"encoding_format\":\"hex\"");
    Answer empty = embed("\"input\":\"\"");

    assertThat(dimensions.error("param")).isEqualTo("dimensions");
    assertThat(tokens.error("param")).isEqualTo("input[0]");
    assertThat(format.error("message")).contains("'hex'");
    assertThat(empty.status()).isEqualTo(400);
  }

  @Test
  void anEncoderThatIsNotThereSaysHowToGetIt() throws Exception {
    ScriptedSource without = new ScriptedSource(new ScriptedModel(), false);
    try (RunningServer bare = RunningServer.start(without)) {
      Answer answer =
          bare.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"a\"}".formatted(ENCODER));
      Answer chat = bare.post("/v1/embeddings", "{\"model\":\"scripted\",\"input\":\"a\"}");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error("message")).contains("chatwright model pull " + ENCODER);
      assertThat(chat.status()).isEqualTo(404);
    }
  }

  @Test
  void thePageIsServedAndNeverKeptStale() throws Exception {
    Answer page = server.get("/");

    assumeTrue(page.status() != 404, "the web client has not been built");
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(page.body()).contains("<div id=\"app\">");
    String asset = page.body().replaceFirst("(?s).*?\"(/assets/[^\"]+)\".*", "$1");
    Answer script = server.get(asset);
    assertThat(script.status()).isEqualTo(200);
    assertThat(script.header("Cache-Control")).contains("immutable");
  }

  @ParameterizedTest
  @CsvSource({
    "/worker.js, text/javascript, no-cache",
    "/manifest.webmanifest, application/manifest+json, no-cache",
    "/icon-192.png, image/png, 'max-age=3600, public'",
    "/favicon.svg, image/svg+xml, 'max-age=3600, public'",
  })
  void whatTheBrowserInstallsComesAsWhatItIs(String path, String type, String kept)
      throws Exception {
    Answer file = server.get(path);

    assumeTrue(file.status() != 404, "the web client has not been built");
    assertThat(file.header("Content-Type")).startsWith(type);
    assertThat(file.header("Cache-Control")).isEqualTo(kept);
  }

  @Test
  void thePageIsCompressedAndAnswersOfTheApiAreNot() throws Exception {
    String page = server.get("/").body();
    assumeTrue(page.contains("/assets/"), "the web client has not been built");
    // A script of a few lines is sent as it is.
    String asset = page.replaceFirst("(?s).*?\"(/assets/chat-[^\"]+\\.js)\".*", "$1");

    Answer script = server.send(server.request(asset).header("Accept-Encoding", "gzip").GET());
    Answer api =
        server.send(server.request("/openapi.json").header("Accept-Encoding", "gzip").GET());

    assertThat(script.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(api.header("Content-Encoding")).isEmpty();
  }

  @Test
  void filesOutsideThePageAreNotServed() throws Exception {
    assertThat(server.get("/assets/../application.properties").status()).isIn(400, 404);
    assertThat(server.get("/assets/%2e%2e/%2e%2e/logback.xml").status()).isIn(400, 404);
    assertThat(server.get("/assets/nothing.js").status()).isEqualTo(404);
  }
}
