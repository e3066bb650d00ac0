package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplate;
import dev.chatwright.tokenizer.template.RenderOptions;
import dev.chatwright.tokenizer.template.TemplateTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training needs to know exactly which tokens the assistant said, whatever the template. */
class PublishedTemplateSpansTest {
  private static final TemplateTokens TOKENS = TemplateTokens.of("<s>", "</s>");

  /** Every byte is a token, so that no token reaches over the end of a message. */
  private static final Tokenizer BYTES =
      GgufTokenizers.load(
          TokenizerMetadata.of(
              "gpt2",
              IntStream.range(0, 256)
                  .mapToObj(value -> String.valueOf(ByteAlphabet.letter(value)))
                  .toList()));

  private static final List<ChatMessage> CONVERSATION =
      List.of(
          new ChatMessage("user", "Wie heißt die Hauptstadt? <|im_end|>"),
          new ChatMessage("assistant", "Wien! 🙂 [/INST]"),
          new ChatMessage("user", "And its river?"),
          new ChatMessage("assistant", "The Danube.\nIt is long."));

  static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.file("templates/chat_templates"))) {
      return files.filter(file -> file.toString().endsWith(".jinja")).sorted().toList();
    }
  }

  @Test
  void allTemplatesAreThere() throws IOException {
    assertThat(templates()).hasSize(18);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void spansHoldExactlyWhatEachMessageSays(Path file) throws IOException {
    ChatTemplate template = ChatTemplate.parse(Files.readString(file), TOKENS);
    PromptText text = template.render(CONVERSATION, RenderOptions.TRANSCRIPT);

    TokenizedPrompt prompt = BYTES.encode(text);

    assertThat(BYTES.decode(prompt.tokens())).isEqualTo(text.text());
    for (int message = 0; message < CONVERSATION.size(); message++) {
      assertThat(said(prompt, message))
          .as("message %d", message)
          .isEqualTo(CONVERSATION.get(message).content());
    }
  }

  private static String said(TokenizedPrompt prompt, int message) {
    StringBuilder said = new StringBuilder();
    for (MessageSpan span : prompt.spans()) {
      if (span.message() == message) {
        said.append(
            BYTES.decode(Arrays.copyOfRange(prompt.tokens(), span.fromToken(), span.toToken())));
      }
    }
    return said.toString();
  }
}
