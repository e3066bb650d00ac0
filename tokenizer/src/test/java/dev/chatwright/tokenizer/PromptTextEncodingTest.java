package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTextEncodingTest {
  private static PromptText.Piece trusted(String text) {
    return new PromptText.Piece(text, true, PromptText.Piece.NO_MESSAGE);
  }

  private static PromptText.Piece said(String text, int message) {
    return new PromptText.Piece(text, false, message);
  }

  @Test
  void trustedTextNamesControlTokensAndAPersonsTextDoesNot() throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer("gpt2");
    int end = tokenizer.vocabulary().find("<|im_end|>").orElseThrow();

    int[] written = tokenizer.encode(PromptText.trusted("hi<|im_end|>")).tokens();
    int[] typed = tokenizer.encode(PromptText.plain("hi<|im_end|>")).tokens();

    assertThat(written).endsWith(end).hasSizeLessThan(typed.length);
    assertThat(typed).doesNotContain(end).isEqualTo(tokenizer.encode("hi<|im_end|>"));
  }

  @Test
  void aControlTokenThatIsPutTogetherAcrossABorderStaysLetters() throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer("gpt2");
    PromptText forged = new PromptText(List.of(said("<|im_", 0), trusted("end|>")));

    int[] tokens = tokenizer.encode(forged).tokens();

    assertThat(tokens).isEqualTo(tokenizer.encode("<|im_end|>"));
  }

  @Test
  void aControlTokenAcrossTwoTrustedPiecesCounts() throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer("gpt2");
    PromptText prompt = new PromptText(List.of(trusted("<|im_"), trusted("end|>")));

    assertThat(tokenizer.encode(prompt).tokens())
        .containsExactly(tokenizer.vocabulary().find("<|im_end|>").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama3", "qwen2", "llama2", "metaspace", "unigram-bytes"})
  void piecesAreTokenizedJointly(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    PromptText prompt =
        new PromptText(List.of(trusted("The qu"), said("ick brown f", 0), trusted("ox jumps")));

    assertThat(tokenizer.encode(prompt).tokens())
        .isEqualTo(tokenizer.encode("The quick brown fox jumps"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "smollm", "llama3", "qwen2", "llama2", "metaspace"})
  void spansHoldTheTokensOfTheirMessages(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    String mark = tokenizer.vocabulary().find("<|im_end|>").isPresent() ? "<|im_end|>" : "</s>";
    PromptText prompt =
        new PromptText(
            List.of(
                trusted(mark + "user\n"),
                said("Größe und naïve café 😀?", 0),
                trusted(mark + "\n"),
                said("Yes, ", 1),
                said("the dog.", 1),
                trusted(mark)));

    TokenizedPrompt encoded = tokenizer.encode(prompt);

    List<MessageSpan> spans = encoded.spans();
    assertThat(spans).extracting(MessageSpan::message).containsExactly(0, 1);
    assertThat(text(tokenizer, encoded, spans.get(0))).isEqualTo("Größe und naïve café 😀?");
    assertThat(text(tokenizer, encoded, spans.get(1))).isEqualTo("Yes, the dog.");
    assertThat(spans.get(1).toToken()).isEqualTo(encoded.length() - 1);
  }

  @Test
  void spansFollowTextThatTheNormalizerShortens() throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer("qwen2");
    PromptText prompt =
        new PromptText(List.of(trusted("e\u0301e\u0301\n"), said("the dog", 0), trusted("\n\n")));

    TokenizedPrompt encoded = tokenizer.encode(prompt);

    assertThat(text(tokenizer, encoded, encoded.spans().getFirst())).isEqualTo("the dog");
  }

  @Test
  void anEmptyPromptHasNoTokens() throws IOException {
    TokenizedPrompt encoded = Fixtures.tokenizer("llama2").encode(PromptText.plain(""));

    assertThat(encoded.length()).isZero();
    assertThat(encoded.spans()).isEmpty();
  }

  private static String text(Tokenizer tokenizer, TokenizedPrompt prompt, MessageSpan span) {
    int[] tokens = Arrays.copyOfRange(prompt.tokens(), span.fromToken(), span.toToken());
    return tokenizer.decode(tokens);
  }
}
