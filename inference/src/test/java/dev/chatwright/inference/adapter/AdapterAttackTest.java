package dev.chatwright.inference.adapter;

import static dev.chatwright.inference.adapter.AdapterModels.counted;
import static dev.chatwright.inference.adapter.AdapterModels.spec;
import static dev.chatwright.inference.adapter.AdapterModels.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.checkpoint.SafetensorsWriter;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that are broken, forged, for another model or of another kind get a sentence. */
class AdapterAttackTest {
  private static final String MODULE = "base_model.model.model.layers.0.self_attn.q_proj.";

  @TempDir private Path folder;

  private final Map<String, Tensor> tensors = new HashMap<>();
  private String config =
      "{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":4,\"bias\":\"none\",\"use_dora\":false}";

  @BeforeEach
  void startFromOneThatIsSound() {
    tensors.put(MODULE + "lora_A.weight", counted(2, 16, 1));
    tensors.put(MODULE + "lora_B.weight", counted(16, 2, 1));
  }

  private Path write() throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), config);
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach(writer::tensor);
    writer.write(folder.resolve("adapter_model.safetensors"));
    return folder;
  }

  private void requireRefused(Path file, String... parts) {
    assertThatThrownBy(
            () -> AdapterFile.read(file, spec("llama", false), weights(), Arena.ofAuto()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void theSoundOneIsRead() throws IOException {
    assertThat(
            AdapterFile.read(write(), spec("llama", false), weights(), Arena.ofAuto())
                .changes()
                .keySet())
        .containsExactly("blk.0.attn_q.weight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"peft_type\":\"LORA\" | \"peft_type\":\"IA3\" | IA3",
        "\"bias\":\"none\" | \"bias\":\"all\" | bias",
        "\"use_dora\":false | \"modules_to_save\":[\"lm_head\"] | modules_to_save",
        "\"use_dora\":false | \"rank_pattern\":{\"q_proj\":1} | rank_pattern",
        "\"use_dora\":false | \"init_lora_weights\":\"pissa\" | pissa",
        "\"use_dora\":false | \"use_dora\":1 | use_dora",
        "\"use_dora\":false | \"use_dora\":true | magnitude",
        "\"r\":2 | \"r\":2000000000 | 4096",
        "\"r\":2 | \"r\":0 | from 1 to",
        "\"lora_alpha\":4 | \"lora_alpha\":1e300 | lora_alpha",
        "\"lora_alpha\":4 | \"lora_alpha\":\"4\" | lora_alpha",
        "\"lora_alpha\":4 | \"lora_alpha\" | JSON"
      })
  void settingsThatCannotBeKeptAreNamed(String old, String replaced, String named)
      throws IOException {
    config = config.replace(old, replaced);

    requireRefused(write(), "adapter_", named);
  }

  @Test
  void aWrongShapeIsToldWithTheRightOne() throws IOException {
    tensors.put(MODULE + "lora_B.weight", counted(8, 2, 1));

    requireRefused(write(), "q_proj", "[8, 2]", "[16, 2]");
  }

  @Test
  void theModelThatItIsForIsNamedWhereItDoesNotFit() throws IOException {
    tensors.put(MODULE + "lora_B.weight", counted(8, 2, 1));
    config = config.replace("{", "{\"base_model_name_or_path\":\"reeds/\\u001b[31mheron-1b\",");

    requireRefused(write(), "expected [16, 2]; the adapter says it is for reeds/?[31mheron-1b");
  }

  @Test
  void anotherRankInOneMatrixIsTold() throws IOException {
    tensors.put(MODULE + "lora_B.weight", counted(16, 3, 1));

    requireRefused(write(), "q_proj", "[16, 3]", "[16, 2]");
  }

  @Test
  void aMatrixWithoutTheOtherIsTold() throws IOException {
    tensors.remove(MODULE + "lora_A.weight");

    requireRefused(write(), "q_proj", "no A");
  }

  @Test
  void whatIsNoNumberIsTold() throws IOException {
    Tensor up = counted(16, 2, 1);
    up.set(3, 1, Float.NaN);
    tensors.put(MODULE + "lora_B.weight", up);

    requireRefused(write(), "q_proj", "row 3, column 1", "NaN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base_model.model.model.layers.7.self_attn.q_proj.",
        "base_model.model.model.layers.0.input_layernorm.",
        "base_model.model.model.embed_tokens.",
        "base_model.model.model.layers.0.block_sparse_moe.gate.",
      })
  void aTargetThatTheModelHasNotIsTold(String module) throws IOException {
    tensors.put(module + "lora_A.weight", counted(2, 16, 1));
    tensors.put(module + "lora_B.weight", counted(16, 2, 1));

    requireRefused(write(), module.substring("base_model.model.".length(), module.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base_model.model.model.embed_tokens.lora_embedding_A",
        "base_model.model.model.layers.0.self_attn.q_proj.bias",
        "model.layers.0.self_attn.q_proj.lora_A.weight",
        "\u001b[31mred",
      })
  void aTensorOfAnotherKindIsTold(String name) throws IOException {
    tensors.put(name, counted(2, 16, 1));

    requireRefused(write(), "tensor " + name.replace('\u001b', '?'), "no part of a LoRA adapter");
  }

  @Test
  void anEmptyAdapterIsTold() throws IOException {
    tensors.clear();

    requireRefused(write(), "none");
  }

  @Test
  void aGgufModelIsNoAdapter() throws IOException {
    Path file = folder.resolve("model.gguf");
    new GgufWriter().string("general.architecture", "llama").write(file);

    requireRefused(file, "general.type", "is this an adapter");
  }

  @Test
  void aGgufAdapterForAnotherArchitectureIsTold() throws IOException {
    Path file = folder.resolve("a.gguf");
    AdapterFile.writeGguf(AdapterModels.adapter(false), spec("qwen2", false), "base", file);

    requireRefused(file, "qwen2", "llama");
  }

  @Test
  void aGgufTensorWithAnUnknownEndingIsTold() throws IOException {
    Path file = folder.resolve("a.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .string("general.type", "adapter")
        .string("adapter.type", "lora")
        .floating("adapter.lora.alpha", 4)
        .tensor("blk.0.attn_q.weight.lora_c", Tensor.zeros(Shape.of(16, 2), Arena.ofAuto()))
        .write(file);

    requireRefused(file, "lora_c");
  }
}
