package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The official OpenAI client for Java, unchanged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("deprecation") // seed is deprecated by OpenAI; its clients still send it
class OpenAiClientTest {
  private RunningServer server;
  private OpenAIClient client;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.startWithKey(ScriptedSource.of(new ScriptedModel()));
    client = client(RunningServer.key());
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(server.address() + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder().model("scripted").addUserMessage("hello");
  }

  @Test
  void chats() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(chat().logprobs(true).topLogprobs(2).n(2).seed(1).build())
            .validate();

    assertThat(answer.choices()).hasSize(2);
    ChatCompletion.Choice choice = answer.choices().getFirst();
    assertThat(choice.message().content()).contains(ScriptedModel.REPLY);
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(choice.logprobs().orElseThrow().content().orElseThrow()).hasSize(12);
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(11);
  }

  @Test
  void streams() {
    ChatCompletionCreateParams params =
        chat()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    StringBuilder text = new StringBuilder();

    List<ChatCompletionChunk> chunks;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      chunks = stream.stream().toList();
    }

    chunks.forEach(ChatCompletionChunk::validate);
    chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .flatMap(choice -> choice.delta().content().stream())
        .forEach(text::append);
    assertThat(text.toString()).isEqualTo(ScriptedModel.REPLY);
    assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(12);
  }

  @Test
  void completesTextsWithEcho() {
    Completion answer =
        client
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model("scripted")
                    .prompt("ab")
                    .echo(true)
                    .logprobs(1)
                    .maxTokens(2)
                    .build());

    assertThat(answer.choices().getFirst().text()).isEqualTo("abGr");
    assertThat(answer.choices().getFirst().logprobs().orElseThrow().tokens().orElseThrow())
        .containsExactly("<s>", "a", "b", "G", "r");
  }

  @Test
  void embeds() {
    var answer =
        client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model("all-minilm-l6-v2").input("ab").build());

    assertThat(answer.data().getFirst().embedding()).containsExactly(2f, 0.5f, -1f);
  }

  @Test
  void listsModels() {
    assertThat(client.models().list().data()).extracting(Model::id).contains("scripted");
    assertThat(client.models().retrieve("scripted").validate().id()).isEqualTo("scripted");
  }

  @Test
  void understandsErrors() {
    assertThatThrownBy(() -> client.chat().completions().create(chat().model("other").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("there is no model 'other' here");
    assertThatThrownBy(() -> client.chat().completions().create(chat().temperature(3.0).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("'temperature' must be");
    OpenAIClient stranger = client("wrong-key-for-tests");
    assertThatThrownBy(() -> stranger.models().list()).isInstanceOf(UnauthorizedException.class);
    stranger.close();
  }
}
