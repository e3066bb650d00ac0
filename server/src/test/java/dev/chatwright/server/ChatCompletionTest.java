package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.inference.Dry;
import dev.chatwright.inference.DynamicTemperature;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LogitAdjustments;
import dev.chatwright.inference.Mirostat;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.Truncation;
import dev.chatwright.inference.Xtc;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.model.TextModel.Turn;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatCompletionTest {
  private static final String PATH = "/v1/chat/completions";
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

  private Answer ask(String more) throws IOException, InterruptedException {
    return ask("hello", more);
  }

  private Answer ask(String text, String more) throws IOException, InterruptedException {
    return server.post(
        PATH,
        "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(text, more));
  }

  private GenerationRequest lastRequest() {
    return model.requests.getLast();
  }

  @Test
  void aReplyInOnePieceHasOpenAisShape() throws Exception {
    Answer answer = ask("");

    JsonNode json = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(json.path("object").asString()).isEqualTo("chat.completion");
    assertThat(json.path("id").asString()).startsWith("chatcmpl-");
    assertThat(json.at("/choices/0/message/role").asString()).isEqualTo("assistant");
    assertThat(json.at("/choices/0/message/content").asString()).isEqualTo(ScriptedModel.REPLY);
    assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(json.at("/choices/0/logprobs").isNull()).isTrue();
    assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo("user: hello".length());
    assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(23);
    assertThat(json.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(3);
    assertThat(json.at("/chatwright/decode_tokens_per_second").asDouble()).isEqualTo(220);
    assertThat(json.at("/chatwright/time_to_first_token_ms").asDouble()).isEqualTo(10);
    assertThat(answer.header("X-Request-Id")).startsWith("req-");
  }

  @Test
  void everySamplingFieldReachesTheEngine() throws Exception {
    ask(
        """
        ,"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.05,"typical_p":0.95,"top_n_sigma":1.5,
        "samplers":["dry","top_k","typ_p","temperature"],
        "mirostat":2,"mirostat_tau":4,"mirostat_eta":0.5,
        "dry_multiplier":0.8,"dry_base":2,"dry_allowed_length":3,"dry_penalty_last_n":64,
        "dry_sequence_breakers":["."],
        "xtc_threshold":0.2,"xtc_probability":0.5,
        "dynatemp_range":0.25,"dynatemp_exponent":2,
        "repetition_penalty":1.1,"presence_penalty":-1.5,"frequency_penalty":2,"seed":7,
        "logit_bias":{"65":-100,"66":3.5},"max_completion_tokens":9,"stop":["a","b"]\
        """);

    var sampling = lastRequest().sampling();
    assertThat(sampling.temperature()).isEqualTo(0.5f);
    assertThat(sampling.truncation().topP()).isEqualTo(0.9f);
    assertThat(sampling.truncation().topK()).isEqualTo(40);
    assertThat(sampling.truncation().minP()).isEqualTo(0.05f);
    assertThat(sampling.truncation().typicalP()).isEqualTo(0.95f);
    assertThat(sampling.dynamic()).isEqualTo(new DynamicTemperature(0.25f, 2));
    assertThat(sampling.truncation().xtc()).isEqualTo(new Xtc(0.2f, 0.5f));
    assertThat(sampling.adjustments().dry()).isEqualTo(new Dry(0.8f, 2, 3, 64, List.of(".")));
    assertThat(sampling.mirostat()).isEqualTo(new Mirostat(4, 0.5f));
    assertThat(sampling.order().names())
        .containsExactly("dry", "top_k", "typical_p", "temperature");
    assertThat(sampling.truncation().topNSigma()).isEqualTo(1.5f);
    assertThat(sampling.adjustments().repetitionPenalty()).isEqualTo(1.1f);
    assertThat(sampling.adjustments().presencePenalty()).isEqualTo(-1.5f);
    assertThat(sampling.adjustments().frequencyPenalty()).isEqualTo(2);
    assertThat(sampling.seed()).isEqualTo(OptionalLong.of(7));
    assertThat(sampling.adjustments().logitBias()).containsEntry(65, -100f).containsEntry(66, 3.5f);
    assertThat(lastRequest().maxTokens()).isEqualTo(9);
    assertThat(lastRequest().stop()).containsExactly("a", "b");
  }

  @Test
  void whatSamplingCannotDoIsRefusedByName() throws Exception {
    ask(",\"mirostat_tau\":3");
    assertThat(lastRequest().sampling().mirostat().tau()).isZero();
    ask(",\"mirostat\":2");
    assertThat(lastRequest().sampling().mirostat()).isEqualTo(new Mirostat(5, 0.1f));
    assertThat(ask(",\"mirostat\":1").json().at("/error/message").asString())
        .isEqualTo("'mirostat' must be 0 or 2, got 1");
    assertThat(ask(",\"samplers\":[\"top_k\",\"top_k\"]").json().at("/error/message").asString())
        .isEqualTo("'samplers': the order of sampling names each step once, got top_k twice");
    assertThat(ask(",\"dry_sequence_breakers\":[\"\"]").json().at("/error/message").asString())
        .isEqualTo("a text of 'dry_sequence_breakers' must not be empty");
  }

  @Test
  void whatIsNotAskedForIsAsTheModelsMakersRecommend() throws Exception {
    model.sampling =
        SamplingOptions.DEFAULT
            .withTemperature(0.6f)
            .withTruncation(Truncation.NONE.withTopK(20).withTopP(0.95f))
            .withAdjustments(LogitAdjustments.NONE.withRepetitionPenalty(1.05f));
    try {
      ask("");
      assertThat(lastRequest().sampling()).isEqualTo(model.sampling);
      ask(",\"temperature\":1,\"top_k\":0,\"top_p\":1,\"repetition_penalty\":1");
      assertThat(lastRequest().sampling()).isEqualTo(SamplingOptions.DEFAULT);
    } finally {
      model.sampling = SamplingOptions.DEFAULT;
    }
  }

  @Test
  void withoutALimitTheReplyMayFillTheContext() throws Exception {
    ask(",\"stop\":\"one\"");

    assertThat(lastRequest().maxTokens()).isEqualTo(GenerationRequest.UNTIL_CONTEXT_IS_FULL);
    assertThat(lastRequest().stop()).containsExactly("one");
  }

  @Test
  void theTokenLimitEndsTheReplyWithLength() throws Exception {
    JsonNode json = ask(",\"max_tokens\":2").json();

    assertThat(json.at("/choices/0/message/content").asString()).isEqualTo("Gr");
    assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("length");
  }

  @Test
  void severalChoicesCountThePromptOnceAndHaveSeedsOfTheirOwn() throws Exception {
    int before = model.requests.size();

    JsonNode json = ask(",\"n\":3,\"seed\":10").json();

    assertThat(json.path("choices").size()).isEqualTo(3);
    assertThat(json.at("/choices/2/index").asInt()).isEqualTo(2);
    assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(11);
    assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(36);
    assertThat(model.requests.subList(before, before + 3))
        .extracting(request -> request.sampling().seed().orElseThrow())
        .containsExactly(10L, 11L, 12L);
  }

  @Test
  void logProbabilitiesListEveryTokenWithItsBytes() throws Exception {
    JsonNode json = ask(",\"logprobs\":true,\"top_logprobs\":2").json();

    JsonNode content = json.at("/choices/0/logprobs/content");
    assertThat(content.size()).isEqualTo(12);
    assertThat(content.at("/0/token").asString()).isEqualTo("G");
    assertThat(content.at("/0/logprob").asDouble()).isEqualTo(-0.5);
    assertThat(content.at("/0/bytes/0").asInt()).isEqualTo('G');
    assertThat(content.at("/0/top_logprobs").size()).isEqualTo(2);
  }

  @Test
  void textPartsAreJoinedAndDeveloperMeansSystem() throws Exception {
    Answer answer =
        server.post(
            PATH,
            """
            {"model":"scripted","messages":[
              {"role":"developer","content":"be kind"},
              {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
              {"role":"assistant","content":"c","refusal":null,"annotations":[],"tool_calls":null},
              {"role":"user","content":"d"}]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(model.conversations.getLast())
        .containsExactly(
            new Turn("system", "be kind"),
            new Turn("user", "ab"),
            new Turn("assistant", "c"),
            new Turn("user", "d"));
  }

  @Test
  void fieldsThatDoNotChangeTheAnswerAreAccepted() throws Exception {
    Answer answer =
        ask(
            """
            ,"user":"u","metadata":{"a":"b"},"store":false,"service_tier":"auto","tools":[],
            "parallel_tool_calls":true,"safety_identifier":"s","prompt_cache_key":"k",
            "response_format":{"type":"text"},"modalities":["text"],"tool_choice":"none",
            "verbosity":"low","audio":null,"unheard_of":null\
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void aStreamBeginsWithTheRoleAndEndsWithReasonUsageAndDone() throws Exception {
    Answer answer = ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    List<String> lines = answer.body().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(lines).allMatch(line -> line.startsWith("data: "));
    assertThat(lines.getLast()).isEqualTo("data: [DONE]");
    List<JsonNode> chunks =
        lines.subList(0, lines.size() - 1).stream()
            .map(line -> RunningServer.JSON.readTree(line.substring(6)))
            .toList();
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asString("")));
    assertThat(text.toString()).isEqualTo(ScriptedModel.REPLY);
    JsonNode last = chunks.get(chunks.size() - 2);
    assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
    assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(23);
    assertThat(chunks)
        .extracting(chunk -> chunk.path("id").asString())
        .containsOnly(chunks.getFirst().path("id").asString());
  }

  @Test
  void aFailureHalfWayThroughAStreamIsAnEventAndNotAnEnd() throws Exception {
    Answer answer = ask("please fail half-way", ",\"stream\":true");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"error\":{").contains("engine_failed");
    assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("as scripted");
  }

  @Test
  void aFailureInOnePieceIsAnError() throws Exception {
    Answer answer = ask("please fail half-way", "");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.error("code")).isEqualTo("engine_failed");
    assertThat(answer.error("type")).isEqualTo("server_error");
  }

  @Test
  void aFullQueueAsksToComeBackAlsoForAStream() throws Exception {
    Answer answer = ask("the queue is full", ",\"stream\":true");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.error("code")).isEqualTo("queue_full");
    assertThat(answer.header("Retry-After")).isEqualTo("7");
  }
}
