package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.export.ExportException;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Hugging Face folder computes the same when it has become a GGUF file. */
@Timeout(60)
class FolderToGgufTest {
  /** In 32 bits, since rounding to 16 would make more of another order of a sum. */
  private static final EngineOptions OPTIONS =
      EngineOptions.DEFAULT.withThreads(1).withCacheType(CacheType.F32);

  private static final String TEXT = "abc, the sea and 12 more; the ship was gone by then";

  @TempDir private Path folder;

  private static double[] scores(Path model) throws IOException, InterruptedException {
    try (LanguageModel loaded = LanguageModel.load(model, "tiny", OPTIONS)) {
      GenerationRequest request =
          GenerationRequest.of(loaded.rawPrompt(TEXT).tokens())
              .withMaxTokens(1)
              .withLogProbabilities(new LogProbabilityOptions(false, true, 0));
      return CollectedReply.of(loaded.generate(request)).prompt().promptLogProbabilities().stream()
          .mapToDouble(one -> one.logProbability())
          .toArray();
    }
  }

  /** Writes a tiny model as a folder, and changes what its config.json says. */
  private Path exported(String family, Consumer<ObjectNode> change) throws IOException {
    Path exported = folder.resolve("exported");
    ModelExport.toFolder(TinyFamilies.write(family, folder), ElementType.F32, exported);
    edit(exported.resolve("config.json"), change);
    return exported;
  }

  private static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
    change.accept(node);
    Files.writeString(file, node.toString());
  }

  private void requireSame(Path exported) throws IOException, InterruptedException {
    Path file = folder.resolve("again.gguf");

    ModelExport.toGguf(exported, ElementType.F32, file);

    double[] expected = scores(exported);
    assertThat(expected.length).isGreaterThan(20);
    assertThat(scores(file)).containsExactly(expected, within(2e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma3", "phi3", "gpt2"})
  void everyFamilyComputesTheSame(String family) throws IOException, InterruptedException {
    requireSame(exported(family, _ -> {}));
  }

  @Test
  void aWindowOfMistralIsKept() throws IOException, InterruptedException {
    Path exported =
        exported("llama", config -> config.put("model_type", "mistral").put("sliding_window", 8));

    requireSame(exported);
    try (GgufFile file = GgufFile.open(folder.resolve("again.gguf"))) {
      assertThat(file.metadata().architecture()).isEqualTo("llama");
      assertThat(file.metadata().integer("llama.attention.sliding_window")).hasValue(8);
    }
  }

  @Test
  void softCapsOfGemma2AreKept() throws IOException, InterruptedException {
    requireSame(
        exported(
            "gemma3",
            config -> {
              config.put("model_type", "gemma2").put("attn_logit_softcapping", 7.0);
              config.put("final_logit_softcapping", 5.0);
              ArrayNode types = config.putArray("layer_types");
              types.add("sliding_attention").add("full_attention");
            }));
  }

  @ParameterizedTest
  @CsvSource({
    "llama, llama3, '\"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0'",
    "llama, yarn, '\"beta_fast\": 32.0'",
    "qwen3, linear, '\"note\": 1'",
    "phi3, longrope, '\"short_factor\": [1.0, 1.1, 1.2, 1.3], \"long_factor\": [1.5, 2, 3, 4]'"
  })
  void rotationsForLongerContextsAreKept(String family, String kind, String more)
      throws IOException, InterruptedException {
    String scaling =
        "{\"rope_type\": \"%s\", \"factor\": 4.0, \"original_max_position_embeddings\": 16, %s}"
            .formatted(kind, more);

    Path exported =
        exported(
            family, config -> config.set("rope_scaling", JsonMapper.shared().readTree(scaling)));

    requireSame(exported);
  }

  @Test
  void whatNoGgufFileCanSayIsRefusedAndLeavesNothing() throws IOException {
    Path exported =
        exported(
            "gemma3",
            config ->
                config.putArray("layer_types").add("full_attention").add("sliding_attention"));

    requireRefused(exported, "a GGUF file cannot say what this gemma3 model is like");
  }

  @Test
  void aTokenizerThatNoGgufFileHoldsIsRefused() throws IOException {
    Path exported = exported("llama", _ -> {});
    edit(
        exported.resolve("tokenizer.json"),
        tokenizer -> tokenizer.putObject("normalizer").put("type", "Lowercase"));

    requireRefused(exported, "cannot hold a normalizer of the type Lowercase");
  }

  private void requireRefused(Path exported, String message) {
    Path file = folder.resolve("no.gguf");

    assertThatThrownBy(() -> ModelExport.toGguf(exported, ElementType.F32, file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(message);
    assertThat(file).doesNotExist();
  }

  @Test
  void promptsAndEndsAreThoseOfTheFolder() throws IOException {
    Path exported = exported("llama", _ -> {});
    edit(
        exported.resolve("generation_config.json"),
        config -> config.putArray("eos_token_id").add(257).add(256));
    Path file = folder.resolve("again.gguf");

    ModelExport.toGguf(exported, ElementType.Q8_0, file);

    try (LanguageModel model = LanguageModel.load(file, "tiny", OPTIONS);
        BaseModel base = BaseModel.open(file)) {
      int[] prompt = model.chatPrompt(List.of(new ChatMessage("user", "ab"))).tokens();
      assertThat(prompt).containsExactly(256, ':');
      assertThat(base.endTokens()).containsExactlyInAnyOrder(256, 257);
    }
  }

  @Test
  void rowsWithoutATokenAreReservedPlaces() throws IOException, InterruptedException {
    Path exported = exported("llama", _ -> {});
    edit(exported.resolve("tokenizer.json"), tokenizer -> tokenizer.putArray("added_tokens"));
    edit(
        exported.resolve("tokenizer.json"),
        tokenizer -> ((ObjectNode) tokenizer.path("model").path("vocab")).remove("<|end|>"));
    edit(exported.resolve("tokenizer_config.json"), config -> config.remove("eos_token"));

    requireSame(exported);
    try (GgufFile file = GgufFile.open(folder.resolve("again.gguf"))) {
      List<String> tokens = file.metadata().strings("tokenizer.ggml.tokens").orElseThrow();
      assertThat(tokens.getLast()).isEqualTo("[PAD257]");
    }
  }

  @Test
  void wordsInSentencePiecesWayStayTheSame() throws IOException, InterruptedException {
    Path exported = exported("llama", _ -> {});
    Files.writeString(exported.resolve("tokenizer.json"), sentencePiece());

    requireSame(exported);
    try (BaseModel before = BaseModel.open(exported);
        BaseModel after = BaseModel.open(folder.resolve("again.gguf"))) {
      String text = "the theme of thé tale";
      assertThat(after.tokenizer().encode(text)).isEqualTo(before.tokenizer().encode(text));
      assertThat(before.tokenizer().encode(text)).hasSizeLessThan(text.length());
    }
  }

  /** Letters, a mark for spaces, some merges, and a few bytes. */
  private static String sentencePiece() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.putArray("added_tokens");
    ArrayNode steps = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    steps.addObject().put("type", "Prepend").put("prepend", "▁");
    ObjectNode replace = steps.addObject().put("type", "Replace").put("content", "▁");
    replace.putObject("pattern").put("String", " ");
    root.putNull("pre_tokenizer").putNull("post_processor");
    root.putObject("decoder").put("type", "Sequence").putArray("decoders");
    ObjectNode model = root.putObject("model").put("type", "BPE").put("byte_fallback", true);
    model.put("unk_token", "<unk>");
    ObjectNode vocabulary = model.putObject("vocab").put("<unk>", 0).put("▁", 1);
    IntStream.rangeClosed('a', 'z')
        .forEach(letter -> vocabulary.put(Character.toString(letter), vocabulary.size()));
    List.of("<0xC3>", "<0xA9>", "he", "▁t", "▁the", "th", "the", "me")
        .forEach(token -> vocabulary.put(token, vocabulary.size()));
    model.putArray("merges").add("▁ t").add("h e").add("▁t he").add("t h").add("th e").add("m e");
    ((ArrayNode) model.path("merges")).add("t he");
    return root.toString();
  }
}
