package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.testing.ByteTokenizer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextCompletionTest {
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

  private Answer ask(String fields) throws IOException, InterruptedException {
    return server.post("/v1/completions", "{\"model\":\"scripted\"," + fields + "}");
  }

  @Test
  void aTextBeginsWithTheModelsBeginTokenAndHasOpenAisLimit() throws Exception {
    JsonNode json = ask("\"prompt\":\"ab\"").json();

    assertThat(json.path("object").asString()).isEqualTo("text_completion");
    assertThat(json.at("/choices/0/text").asString()).isEqualTo(ScriptedModel.REPLY);
    assertThat(json.at("/choices/0/logprobs").isNull()).isTrue();
    assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(model.requests.getLast().prompt()).containsExactly(ByteTokenizer.MARK, 'a', 'b');
    assertThat(model.requests.getLast().maxTokens()).isEqualTo(16);
  }

  @Test
  void severalPromptsAsTextsAndTokensAreAnsweredInOrder() throws Exception {
    JsonNode json = ask("\"prompt\":[\"a\",[66,67]],\"n\":2,\"echo\":true").json();

    assertThat(json.path("choices").size()).isEqualTo(4);
    assertThat(json.at("/choices/1/text").asString()).isEqualTo("a" + ScriptedModel.REPLY);
    assertThat(json.at("/choices/2/text").asString()).isEqualTo("BC" + ScriptedModel.REPLY);
    assertThat(json.at("/choices/3/index").asInt()).isEqualTo(3);
    assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void oneArrayOfTokensIsOnePrompt() throws Exception {
    ask("\"prompt\":[65,66]");

    assertThat(model.requests.getLast().prompt()).containsExactly(65, 66);
  }

  @Test
  void echoWithoutAReplyGivesThePromptsLogProbabilities() throws Exception {
    JsonNode json = ask("\"prompt\":\"aüb\",\"echo\":true,\"max_tokens\":0,\"logprobs\":1").json();

    JsonNode choice = json.at("/choices/0");
    assertThat(choice.path("text").asString()).isEqualTo("aüb");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("length");
    JsonNode logprobs = choice.path("logprobs");
    assertThat(logprobs.path("tokens").toString())
        .isEqualTo("[\"<s>\",\"a\",\"bytes:\\\\xc3\",\"bytes:\\\\xbc\",\"b\"]");
    assertThat(logprobs.path("token_logprobs").toString()).isEqualTo("[null,-0.5,-0.5,-0.5,-0.5]");
    assertThat(logprobs.path("text_offset").toString()).isEqualTo("[0,0,1,2,2]");
    assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
    assertThat(logprobs.at("/top_logprobs/1/a").asDouble()).isEqualTo(-0.5);
  }

  @Test
  void offsetsGoOnFromThePromptIntoTheReply() throws Exception {
    JsonNode json = ask("\"prompt\":\"ab\",\"echo\":true,\"max_tokens\":2,\"logprobs\":0").json();

    JsonNode logprobs = json.at("/choices/0/logprobs");
    assertThat(json.at("/choices/0/text").asString()).isEqualTo("abGr");
    assertThat(logprobs.path("text_offset").toString()).isEqualTo("[0,0,1,2,3]");
    assertThat(logprobs.path("tokens").size()).isEqualTo(5);
  }

  @Test
  void aStreamEchoesFirstAndEndsWithDone() throws Exception {
    Answer answer = ask("\"prompt\":\"ab\",\"echo\":true,\"stream\":true");

    StringBuilder text = new StringBuilder();
    answer
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> RunningServer.JSON.readTree(line.substring(6)))
        .forEach(chunk -> text.append(chunk.at("/choices/0/text").asString()));
    assertThat(text.toString()).isEqualTo("ab" + ScriptedModel.REPLY);
    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"prompt\":[] | 'prompt' must be a string or an array that is not empty, got an array of 0",
        "\"prompt\":[65,-1] | 'prompt[1]' must be a whole number from 0 to 2147483647, got -1",
        "\"prompt\":[65,257] | 'prompt' must hold token ids below 257, got 257",
        "\"prompt\":[\"a\",3] | 'prompt[1]' must be a string or an array of token ids, got 3",
        "\"prompt\":[[]] | the prompt has no tokens",
        "\"prompt\":\"a\",\"max_tokens\":0 | 'max_tokens' must be a whole number from 1 to 2147483647, got 0",
        "\"prompt\":\"a\",\"logprobs\":true | 'logprobs' must be a whole number from 0 to 20, got true",
        "\"prompt\":\"a\",\"messages\":[] | unknown field 'messages'",
      })
  void aWrongFieldIsNamed(String fields, String message) throws Exception {
    Answer answer = ask(fields);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("message")).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"\"best_of\":2 | best_of", "\"suffix\":\"z\" | suffix"})
  void whatWouldChangeTheAnswerIsRefused(String more, String param) throws Exception {
    Answer answer = ask("\"prompt\":\"a\"," + more);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("unsupported_parameter");
    assertThat(answer.error("param")).isEqualTo(param);
  }
}
