package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.inference.export.ExportException;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported or merged computes the same when it is read again. */
@Timeout(60)
class ModelExportTest {
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(1);
  private static final String TEXT = "abc, the sea and 12 more";

  @TempDir private Path folder;

  /** Returns the log-probabilities of the tokens of a text under a model. */
  private static double[] scores(Path model, Optional<Path> adapter)
      throws IOException, InterruptedException {
    try (LanguageModel loaded = LanguageModel.load(model, "tiny", adapter, OPTIONS)) {
      GenerationRequest request =
          GenerationRequest.of(loaded.rawPrompt(TEXT).tokens())
              .withMaxTokens(1)
              .withLogProbabilities(new LogProbabilityOptions(false, true, 0));
      return CollectedReply.of(loaded.generate(request)).prompt().promptLogProbabilities().stream()
          .mapToDouble(one -> one.logProbability())
          .toArray();
    }
  }

  private static void assertClose(double[] found, double[] expected, double tolerance) {
    assertThat(expected.length).isGreaterThan(10);
    assertThat(found).containsExactly(expected, within(tolerance));
  }

  /** Returns an adapter that changes every matrix of the blocks. */
  private static LoraAdapter adapter(Path base, boolean magnitude) throws IOException {
    Random random = new Random(5);
    Map<String, LowRank> changes = new HashMap<>();
    try (GgufFile file = GgufFile.open(base)) {
      file.tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith("blk.") && tensor.shape().dimensions().size() == 2) {
                  changes.put(name, change(tensor, magnitude, random));
                }
              });
    }
    return new LoraAdapter(changes);
  }

  private static LowRank change(Tensor weight, boolean magnitude, Random random) {
    return new LowRank(
        random(2, weight.columns(), random),
        random(weight.rows(), 2, random),
        0.5f,
        magnitude ? Optional.of(random(1, weight.rows(), random)) : Optional.empty());
  }

  private static Tensor random(int rows, int columns, Random random) {
    Tensor tensor = new TinyGguf().random(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i / columns, i % columns, (float) random.nextGaussian() / 3);
    }
    return tensor;
  }

  private static Path writeAdapter(Path base, boolean magnitude, Path target) throws IOException {
    LoraAdapter adapter = adapter(base, magnitude);
    OpenResources memory = new OpenResources();
    try (memory) {
      AdapterFile.writeFolder(adapter, GgufModel.open(base, memory).spec(), "tiny", target);
    }
    return target;
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma3", "gpt2"})
  void anExportedFolderComputesTheSame(String family) throws IOException, InterruptedException {
    Path file = TinyFamilies.write(family, folder);
    Path exported = folder.resolve("exported");

    ModelExport.toFolder(file, ElementType.F32, exported);

    assertClose(scores(exported, Optional.empty()), scores(file, Optional.empty()), 1e-5);
    try (LanguageModel model = LanguageModel.load(exported, "tiny", OPTIONS)) {
      int[] prompt = model.chatPrompt(List.of(new ChatMessage("user", "ab"))).tokens();
      assertThat(prompt).containsExactly(256, ':');
    }
  }

  @ParameterizedTest
  @CsvSource({"llama, false", "llama, true", "qwen3, true", "gpt2, false", "gpt2, true"})
  void aMergedModelComputesWhatTheAdaptedOneDoes(String family, boolean magnitude)
      throws IOException, InterruptedException {
    Path file = TinyFamilies.write(family, folder);
    Path adapter = writeAdapter(file, magnitude, folder.resolve("adapter"));
    Path exported = folder.resolve("exported");
    Path merged = folder.resolve("merged.gguf");
    Path mergedFolder = folder.resolve("merged");
    ModelExport.toFolder(file, ElementType.F32, exported);

    ModelExport.merge(file, adapter, ElementType.F32, merged);
    ModelExport.merge(exported, adapter, ElementType.F32, mergedFolder);
    ModelExport.mergeToGguf(exported, adapter, ElementType.F32, folder.resolve("both.gguf"));

    double[] expected = scores(file, Optional.of(adapter));
    assertClose(scores(merged, Optional.empty()), expected, 1e-4);
    assertClose(scores(mergedFolder, Optional.empty()), expected, 1e-4);
    assertClose(scores(folder.resolve("both.gguf"), Optional.empty()), expected, 1e-4);
    assertClose(scores(exported, Optional.of(adapter)), expected, 1e-4);
    assertThat(expected[5]).isNotCloseTo(scores(file, Optional.empty())[5], within(1e-3));
  }

  @Test
  void anAdapterIsTheSameInTheOtherLayout() throws IOException, InterruptedException {
    Path file = TinyFamilies.write("llama", folder);
    Path adapter = writeAdapter(file, false, folder.resolve("adapter"));
    Path gguf = folder.resolve("adapter.gguf");

    ModelExport.adapter(file, adapter, true, gguf);

    assertThat(scores(file, Optional.of(gguf))).isEqualTo(scores(file, Optional.of(adapter)));
  }

  @Test
  void magnitudesInGgufAreRefusedWithASentence() throws IOException {
    Path file = TinyFamilies.write("llama", folder);
    Path adapter = writeAdapter(file, true, folder.resolve("adapter"));

    assertThatThrownBy(
            () -> ModelExport.adapter(file, adapter, true, folder.resolve("adapter.gguf")))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("DoRA");
  }

  @Test
  void whatCannotBeWrittenIsRefusedAndLeavesNothing() throws IOException {
    Path file = new TinyGguf().writeTo(folder); // its tokenizer is SentencePiece's

    assertThatThrownBy(
            () -> ModelExport.toFolder(file, ElementType.F32, folder.resolve("exported")))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("tokenizer");
    requireOnly(file);
  }

  @Test
  void aFolderThatIsThereIsKept() throws IOException {
    Path file = TinyFamilies.write("llama", folder);
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.writeString(there.resolve("mine"), "mine");

    assertThatThrownBy(() -> ModelExport.toFolder(file, ElementType.F32, there))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(there.resolve("mine")).hasContent("mine");
    requireOnly(file, there);
  }

  @Test
  void aTypeThatSafetensorsHasNotIsRefused() throws IOException {
    Path file = TinyFamilies.write("llama", folder);

    assertThatThrownBy(
            () -> ModelExport.toFolder(file, ElementType.Q8_0, folder.resolve("exported")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Q8_0");
    requireOnly(file);
  }

  private void requireOnly(Path... expected) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(expected);
    }
  }
}
