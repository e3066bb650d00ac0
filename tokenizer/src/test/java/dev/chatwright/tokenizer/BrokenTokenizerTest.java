package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenTokenizerTest {

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(TokenizerException.class).hasMessageContainingAll(parts);
  }

  private static Tokenizer gguf(
      String model,
      List<String> tokens,
      List<Float> scores,
      List<Integer> types,
      List<String> merges) {
    return GgufTokenizers.load(
        PublishedVocabularies.metadata(model, Optional.of("gpt-2"), tokens, scores, types, merges));
  }

  @Test
  void aMergeOfATokenThatDoesNotExistIsRefused() {
    refused(
        () -> gguf("gpt2", List.of("a", "b"), List.of(), List.of(), List.of("a b")),
        "merge 0",
        "\"ab\"");
  }

  @Test
  void aMergeWithoutTwoTokensIsRefused() {
    refused(() -> gguf("gpt2", List.of("a", "b"), List.of(), List.of(), List.of("ab")), "merge 0");
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() {
    refused(
        () -> gguf("llama", List.of("a", "b"), List.of(0f, Float.NaN), List.of(1, 1), List.of()),
        "token 1",
        "NaN");
  }

  @Test
  void missingScoresAreRefused() {
    refused(
        () -> gguf("llama", List.of("a", "b"), List.of(0f), List.of(1, 1), List.of()),
        "scores has 1 values for 2 tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<0xZZ>", "<0x-1>", "<0x+1>", "<0x100>", "<0x1>", "0x41", ""})
  void aByteTokenThatNamesNoByteIsRefused(String token) {
    refused(
        () -> gguf("llama", List.of("a", token), List.of(0f, 0f), List.of(1, 6), List.of()),
        "token 1",
        token,
        "<0x00> to <0xFF>");
  }

  @Test
  void anUnknownTokenTypeIsRefused() {
    refused(() -> gguf("gpt2", List.of("a"), List.of(), List.of(9), List.of()), "token type 9");
  }

  @Test
  void aVocabularyThatIsTooLargeIsRefused() {
    int size = Vocabulary.MAX_SIZE + 1;
    List<String> tokens = Collections.nCopies(size, "a");
    List<TokenKind> kinds = Collections.nCopies(size, TokenKind.NORMAL);

    refused(() -> new Vocabulary(tokens, kinds), "4000001", "4000000");
  }

  @Test
  void anEmptyVocabularyIsRefused() {
    refused(() -> gguf("gpt2", List.of(), List.of(), List.of(), List.of()), "0 tokens");
  }

  @Test
  void aTokenThatIsTooLongIsRefused() {
    String token = "a".repeat(Vocabulary.MAX_TOKEN_LENGTH + 1);

    refused(
        () -> gguf("gpt2", List.of(token), List.of(), List.of(), List.of()), "token 0", "65537");
  }

  @Test
  void anUnknownModelIsRefused() {
    refused(() -> GgufTokenizers.load(TokenizerMetadata.of("rwkv", List.of("a"))), "rwkv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"normalizer\":{\"type\":\"Odd\"}} | unknown normalizer \"Odd\"",
        "{\"pre_tokenizer\":{\"type\":\"Odd\"}} | unknown pre-tokenizer \"Odd\"",
        "{\"decoder\":{\"type\":\"CTC\"}} | unknown decoder \"CTC\"",
        "{\"post_processor\":{\"type\":\"Odd\"}} | unknown post-processor \"Odd\"",
        "{\"model\":{\"type\":\"Odd\",\"vocab\":{\"a\":0}}} | unknown model \"Odd\"",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}} | has the id -1",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":9000000},\"merges\":[]}} | has the id 9000000",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a a\"]}} | merge 0 needs \"aa\"",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[],\"end_of_word_suffix\":\"</w>\"}} | </w>",
        "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",\"x\"]]}} | score of token 0",
        "{\"added_tokens\":[{\"id\":0}]} | \"content\" is not a string",
        "{} | 0 tokens",
        "{\"model\": | is not JSON"
      })
  void aBrokenJsonFileIsRefusedByName(String json, String message, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("tokenizer.json");
    String model = "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]}";
    boolean addModel = !json.contains("model") && !json.equals("{}");
    Files.writeString(file, addModel ? "{" + model + "," + json.substring(1) : json);

    refused(() -> TokenizerJson.load(file, Optional.empty()), "tokenizer.json", message);
  }

  @Test
  void aPatternThatExplodesIsStopped(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(
        file,
        """
        {"model":{"type":"BPE","vocab":{"a":0},"merges":[]},
         "pre_tokenizer":{"type":"Split","pattern":{"Regex":"a*a*a*a*a*a*b"},"behavior":"Isolated"}}
        """);
    Tokenizer tokenizer = TokenizerJson.load(file, Optional.empty());

    refused(() -> tokenizer.encode("a".repeat(3000)), "looked at the text");
  }

  @Test
  void aTokenOutOfRangeIsRefused() {
    Tokenizer tokenizer = gguf("gpt2", List.of("a"), List.of(), List.of(), List.of());

    assertThatThrownBy(() -> tokenizer.decode(new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token 1, expected 0 to 0");
  }
}
