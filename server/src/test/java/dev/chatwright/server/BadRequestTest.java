package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TEXT = "/v1/completions";
  private final ScriptedModel model = new ScriptedModel();
  private RunningServer server;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(ScriptedSource.of(model));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer chat(String more) throws IOException, InterruptedException {
    return server.post(
        CHAT,
        "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],%s}"
            .formatted(more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"temperature\":-0.1 | temperature | 'temperature' must be a number from 0 to 2, got -0.1",
        "\"temperature\":1e400 | temperature | 'temperature' must be a number from 0 to 2, got 1E+400",
        "\"temperature\":\"hot\" | temperature | 'temperature' must be a number from 0 to 2, got a string",
        "\"top_p\":1.01 | top_p | 'top_p' must be a number from 0 to 1, got 1.01",
        "\"timeout\":0 | timeout | 'timeout' must be a number from 0.001 to 86400, got 0",
        "\"timeout\":-1 | timeout | 'timeout' must be a number from 0.001 to 86400, got -1",
        "\"timeout\":86400.5 | timeout | 'timeout' must be a number from 0.001 to 86400, got 86400.5",
        "\"timeout\":\"1s\" | timeout | 'timeout' must be a number from 0.001 to 86400, got a string",
        "\"n\":9 | n | 'n' must be a whole number from 1 to 8, got 9",
        "\"n\":1.5 | n | 'n' must be a whole number from 1 to 8, got 1.5",
        "\"max_tokens\":0 | max_tokens | 'max_tokens' must be a whole number from 1 to 2147483647, got 0",
        "\"max_tokens\":99999999999999999999 | max_tokens | 'max_tokens' must be a whole number from 1 to 2147483647, got 99999999999999999999",
        "\"max_tokens\":3,\"max_completion_tokens\":4 | max_tokens | 'max_tokens' is 3 and 'max_completion_tokens' is 4; send one of them",
        "\"seed\":1e30 | seed | 'seed' must be a whole number from -9223372036854775808 to 9223372036854775807, got 1E+30",
        "\"presence_penalty\":-2.5 | presence_penalty | 'presence_penalty' must be a number from -2 to 2, got -2.5",
        "\"logit_bias\":{\"5\":101} | logit_bias.5 | 'logit_bias.5' must be a number from -100 to 100, got 101",
        "\"logit_bias\":{\"257\":1} | logit_bias | 'logit_bias' must name token ids below 257, got 257",
        "\"logit_bias\":{\"x\":1} | logit_bias | 'logit_bias' is keyed by token ids, got 'x'",
        "\"top_logprobs\":3 | top_logprobs | 'top_logprobs' is allowed only when 'logprobs' is true",
        "\"logprobs\":3 | logprobs | 'logprobs' must be true or false, got 3",
        "\"logprobs\":true,\"top_logprobs\":21 | top_logprobs | 'top_logprobs' must be a whole number from 0 to 20, got 21",
        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"] | stop | 'stop' may hold at most 4 texts, got 5",
        "\"stop\":\"\" | stop | a text of 'stop' must have 1 to 256 letters, got 0",
        "\"stream\":\"yes\" | stream | 'stream' must be true or false, got a string",
        "\"stream_options\":{} | stream_options | 'stream_options' is allowed only when 'stream' is true",
        "\"temprature\":1 | temprature | unknown field 'temprature'",
        "\"stream\":true,\"stream_options\":{\"usage\":true} | stream_options.usage | unknown field 'stream_options.usage'",
      })
  void aWrongFieldIsNamedWithValueAndRange(String more, String param, String message)
      throws Exception {
    Answer answer = chat(more);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message")).isEqualTo(message);
    assertThat(answer.error("param")).isEqualTo(param);
    assertThat(answer.error("type")).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"tools\":[{\"type\":\"function\"}] | tools",
        "\"tool_choice\":\"required\" | tool_choice",
        "\"functions\":[{}] | functions",
        "\"response_format\":{\"type\":\"json_object\"} | response_format",
        "\"modalities\":[\"text\",\"audio\"] | modalities",
        "\"audio\":{} | audio",
        "\"prediction\":{} | prediction",
        "\"web_search_options\":{} | web_search_options",
        "\"reasoning_effort\":\"high\" | reasoning_effort",
        "\"store\":true | store",
      })
  void aFieldThatWouldChangeTheAnswerIsRefusedByName(String more, String param) throws Exception {
    Answer answer = chat(more);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("unsupported_parameter");
    assertThat(answer.error("param")).isEqualTo(param);
    assertThat(answer.error("message")).contains("'" + param + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | 'messages' must hold 1 to 4096 messages, got 0",
        "[3] | 'messages[0]' must be an object, got 3",
        "[{\"role\":\"user\"}] | 'messages[0].content' is required",
        "[{\"content\":\"a\"}] | 'messages[0].role' is required",
        "[{\"role\":\"king\",\"content\":\"a\"}] | 'messages[0].role' must be system, developer, user or assistant, got 'king'",
        "[{\"role\":\"tool\",\"content\":\"a\"}] | 'messages[0].role': the role 'tool' is not supported by this version",
        "[{\"role\":\"user\",\"content\":\"a\",\"nmae\":1}] | unknown field 'messages[0].nmae'",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}] | 'messages[0].content[0].type': parts of type 'image_url' are not supported by this version",
        "[{\"role\":\"user\",\"content\":\"no template\"}] | line 1: the template wants no such thing",
        "[{\"role\":\"user\",\"content\":\"a\\ud800b\"}] | 'messages[0].content' holds half a surrogate pair",
      })
  void aWrongMessageIsNamed(String messages, String expected) throws Exception {
    Answer answer = server.post(CHAT, "{\"model\":\"scripted\",\"messages\":" + messages + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ | line 1, column 2",
        "~{\"a\":1,\n\"b\" 2}~ | line 2",
        "{\"a\":NaN} | line 1",
        "{\"a\":1,\"a\":2} | uplicate",
        "{} {} | line 1",
        "{\"a\":-Infinity} | Non-standard token '-Infinity'",
        "[1] | the body must be a JSON object, got an array of 1",
        "~~ | the body",
      })
  void brokenJsonIsRefusedWithItsPlace(String body, String expected) throws Exception {
    Answer answer = server.post(CHAT, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("invalid_json");
    assertThat(answer.error("message")).contains(expected).doesNotContain("`", "Source");
  }

  @Test
  void aByteOrderMarkIsNoFault() throws Exception {
    Answer answer = server.post(TEXT, "\uFEFF{\"model\":\"scripted\",\"prompt\":\"a\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws Exception {
    byte[] latin =
        "{\"model\":\"scripted\",\"prompt\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1);

    Answer answer = server.post(TEXT, BodyPublishers.ofByteArray(latin));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message")).isEqualTo("the body is not UTF-8");
  }

  @Test
  void nestingIsBounded() throws Exception {
    Answer answer = server.post(CHAT, "{\"a\":" + "[".repeat(100_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("invalid_json");
    assertThat(answer.error("message")).endsWith("exceeds the maximum allowed (64)");
  }

  @Test
  void aBodyAboveTheLimitIsTooLarge() throws Exception {
    Answer answer = server.post(CHAT, "{\"model\":\"" + "a".repeat(60_000_000) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error("message"))
        .isEqualTo("the body must be at most 8388608 bytes, got 60000012");
    assertThat(answer.error("code")).isEqualTo("request_too_large");
  }

  @Test
  void aPromptThatCanNeverFitIsRefusedBeforeItIsTokenised() throws Exception {
    int before = model.conversations.size();

    Answer answer =
        server.post(
            CHAT,
            "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted("a".repeat(8_000_000)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("context_length_exceeded");
    assertThat(answer.error("message")).contains("8000000").contains("512");
    assertThat(model.conversations).hasSize(before);
  }

  @Test
  void aPromptLongerThanTheContextIsRefusedWithBothNumbers() throws Exception {
    Answer answer =
        server.post(TEXT, "{\"model\":\"scripted\",\"prompt\":\"%s\"}".formatted("a".repeat(600)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("context_length_exceeded");
    assertThat(answer.error("message")).contains("601").contains("512");
  }

  @Test
  void anUnknownModelIsNotFound() throws Exception {
    Answer answer = server.post(TEXT, "{\"model\":\"gpt-9\",\"prompt\":\"a\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error("code")).isEqualTo("model_not_found");
    assertThat(answer.error("message")).contains("'gpt-9'").contains("'scripted'");
  }

  @Test
  void aWrongMethodAndAnUnknownPathHaveTheSameShape() throws Exception {
    Answer wrong = server.get(CHAT);
    Answer unknown = server.get("/v1/nothing");

    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).contains("POST");
    assertThat(wrong.error("code")).isEqualTo("method_not_allowed");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.error("code")).isEqualTo("not_found");
  }

  @Test
  void aFormIsNotJson() throws Exception {
    Answer answer =
        server.send(
            server
                .request(CHAT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void aCompressedBodyIsRefusedAsSuch() throws Exception {
    Answer answer =
        server.send(
            server
                .request(CHAT)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x")));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.error("message")).contains("'gzip'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%00", "/%2e%2e/%2e%2e/x", "/v1/models/..%2fx"})
  void aPathThatReachesNoServletHasTheSameShape(String path) throws Exception {
    Answer answer = server.get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("malformed_request");
  }

  @Test
  void aHeaderThatIsTooLongHasTheSameShape() throws Exception {
    Answer answer =
        server.send(server.request("/health").header("X-Long", "a".repeat(60_000)).GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("malformed_request");
  }
}
