package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** LangChain4j's OpenAI client, unchanged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LangChainClientTest {
  private final ScriptedModel scripted = new ScriptedModel();
  private RunningServer server;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(ScriptedSource.of(scripted));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OpenAiChatModel.OpenAiChatModelBuilder chat() {
    return OpenAiChatModel.builder()
        .baseUrl(server.address() + "/v1")
        .apiKey("unused")
        .modelName("scripted")
        .maxRetries(0);
  }

  @Test
  void chats() {
    ChatResponse answer =
        chat()
            .temperature(0.3)
            .seed(4)
            .build()
            .chat(SystemMessage.from("be kind"), UserMessage.from("hello"));

    assertThat(answer.aiMessage().text()).isEqualTo(ScriptedModel.REPLY);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(12);
    assertThat(scripted.conversations.getLast()).hasSize(2);
  }

  @Test
  void streams() throws Exception {
    CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();

    OpenAiStreamingChatModel.builder()
        .baseUrl(server.address() + "/v1")
        .apiKey("unused")
        .modelName("scripted")
        .build()
        .chat("hello", new Collector(text, complete));

    ChatResponse answer = complete.get(20, TimeUnit.SECONDS);
    assertThat(text.toString()).isEqualTo(ScriptedModel.REPLY);
    assertThat(answer.aiMessage().text()).isEqualTo(ScriptedModel.REPLY);
    assertThat(answer.tokenUsage().inputTokenCount()).isEqualTo(11);
  }

  private record Collector(StringBuilder text, CompletableFuture<ChatResponse> complete)
      implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String part) {
      text.append(part);
    }

    @Override
    public void onCompleteResponse(ChatResponse answer) {
      complete.complete(answer);
    }

    @Override
    public void onError(Throwable failure) {
      complete.completeExceptionally(failure);
    }
  }

  @Test
  void embeds() {
    OpenAiEmbeddingModel encoder =
        OpenAiEmbeddingModel.builder()
            .baseUrl(server.address() + "/v1")
            .apiKey("unused")
            .modelName("all-minilm-l6-v2")
            .build();

    assertThat(encoder.embed("abc").content().vector()).containsExactly(3, 0.5f, -1);
  }

  @Test
  void understandsErrors() {
    assertThatThrownBy(() -> chat().temperature(9.0).build().chat("hello"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'temperature' must be");
  }
}
