package dev.chatwright.inference.adapter;

import static dev.chatwright.inference.adapter.AdapterModels.adapter;
import static dev.chatwright.inference.adapter.AdapterModels.spec;
import static dev.chatwright.inference.adapter.AdapterModels.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.PeftFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is written is read again, in the order of rows that each format and model has. */
class AdapterFileTest {
  @TempDir private Path temporary;

  private static LoraAdapter read(Path file, ArchSpec spec) throws IOException {
    return AdapterFile.read(file, spec, weights(), Arena.ofAuto());
  }

  private static void assertSame(LoraAdapter found, LoraAdapter expected) {
    assertThat(found.changes().keySet()).isEqualTo(expected.changes().keySet());
    expected
        .changes()
        .forEach(
            (name, change) -> {
              LowRank other = found.find(name).orElseThrow();
              assertThat(other.down().toArray()).as(name).isEqualTo(change.down().toArray());
              assertThat(other.up().toArray()).as(name).isEqualTo(change.up().toArray());
              assertThat(other.scale()).isEqualTo(change.scale());
              assertThat(other.magnitude().map(Tensor::toArray))
                  .usingRecursiveComparison()
                  .isEqualTo(change.magnitude().map(Tensor::toArray));
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFolderIsReadAsItWasWritten(boolean magnitude) throws IOException {
    for (boolean neighbours : new boolean[] {false, true}) {
      ArchSpec spec = spec("llama", neighbours);
      AdapterFile.writeFolder(adapter(magnitude), spec, "base", temporary);

      assertSame(read(temporary, spec), adapter(magnitude));
    }
  }

  @Test
  void aGgufFileIsReadAsItWasWritten() throws IOException {
    Path file = temporary.resolve("a.gguf");
    for (boolean neighbours : new boolean[] {false, true}) {
      ArchSpec spec = spec("llama", neighbours);
      AdapterFile.writeGguf(adapter(false), spec, "base", file);

      assertSame(read(file, spec), adapter(false));
    }
  }

  @Test
  void aFolderHasPeftsNamesAndSettings() throws IOException {
    AdapterFile.writeFolder(adapter(true), spec("llama", false), "some/base", temporary);

    try (PeftFolder folder = PeftFolder.open(temporary)) {
      assertThat(folder.tensors().keySet())
          .contains(
              "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
              "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight",
              "base_model.model.model.layers.1.self_attn.k_proj.lora_magnitude_vector")
          .hasSize(9);
      JsonNode config = folder.config();
      assertThat(config.path("r").intValue()).isEqualTo(2);
      assertThat(config.path("lora_alpha").intValue()).isEqualTo(8);
      assertThat(config.path("use_dora").booleanValue()).isTrue();
      assertThat(config.path("base_model_name_or_path").stringValue()).isEqualTo("some/base");
      assertThat(config.path("target_modules").toString())
          .isEqualTo("[\"down_proj\",\"k_proj\",\"q_proj\"]");
    }
  }

  /** Rows of Hugging Face's head 0 to 7 are GGUF's 0, 2, 4, 6, 1, 3, 5, 7. */
  @Test
  void rowsOfQueriesGoWhereEachFormatHasThem() throws IOException {
    Path file = temporary.resolve("a.gguf");
    AdapterFile.writeGguf(adapter(false), spec("llama", false), "base", file);

    try (GgufFile gguf = GgufFile.open(file)) {
      float[] halves = adapter(false).find("blk.0.attn_q.weight").orElseThrow().up().toArray();
      float[] neighbours = gguf.tensor("blk.0.attn_q.weight.lora_b").orElseThrow().toArray();
      for (int row = 0; row < 16; row++) {
        int target = row / 8 * 8 + (row % 8 < 4 ? row % 8 * 2 : row % 8 * 2 - 7);
        assertThat(neighbours[target * 2]).isEqualTo(halves[row * 2]);
      }
    }
  }

  @Test
  void rowsStayWhereTheyAreInArchitecturesThatGgufDoesNotTurn() throws IOException {
    Path file = temporary.resolve("a.gguf");
    AdapterFile.writeGguf(adapter(false), spec("qwen2", false), "base", file);

    try (GgufFile gguf = GgufFile.open(file)) {
      assertThat(gguf.tensor("blk.0.attn_q.weight.lora_b").orElseThrow().toArray())
          .isEqualTo(adapter(false).find("blk.0.attn_q.weight").orElseThrow().up().toArray());
    }
  }

  @Test
  void theHeadOfAModelThatUsesItsEmbeddingAgainCanChange() throws IOException {
    LoraAdapter head =
        new LoraAdapter(
            Map.of(
                "output.weight",
                AdapterModels.change(AdapterModels.VOCABULARY, AdapterModels.WIDTH, false)));
    AdapterFile.writeFolder(head, spec("llama", false), "base", temporary);

    assertSame(read(temporary, spec("llama", false)), head);
  }

  @Test
  void magnitudesAreNotWrittenToGguf() {
    assertThatThrownBy(
            () ->
                AdapterFile.writeGguf(
                    adapter(true), spec("llama", false), "base", temporary.resolve("a.gguf")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DoRA");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void changesOfSeveralRanksAreNotWrittenToAFolder() {
    LowRank other =
        new LowRank(
            AdapterModels.counted(1, 16, 1), AdapterModels.counted(16, 1, 1), 8, Optional.empty());
    LoraAdapter mixed =
        new LoraAdapter(
            Map.of(
                "blk.0.attn_q.weight",
                other,
                "blk.1.attn_q.weight",
                AdapterModels.change(16, 16, false)));

    assertThatThrownBy(
            () -> AdapterFile.writeFolder(mixed, spec("llama", false), "base", temporary))
        .hasMessageContaining("rank");
  }
}
