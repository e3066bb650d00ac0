package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HuggingFaceFolderTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeConfig() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\": 64}");
  }

  @Test
  void oneFileIsRead() throws IOException {
    writeWeights("model.safetensors", "w");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");

    try (HuggingFaceFolder opened = HuggingFaceFolder.open(folder)) {
      assertThat(opened.config().get("hidden_size").asInt()).isEqualTo(64);
      assertThat(opened.tokenizerConfig()).isEmpty();
      assertThat(opened.tokenizerJson()).isEqualTo(folder.resolve("tokenizer.json"));
      assertThat(opened.tensors()).containsOnlyKeys("w");
    }
  }

  @Test
  void shardsAreReadTogether() throws IOException {
    writeWeights("m-1.safetensors", "a");
    writeWeights("m-2.safetensors", "b");
    writeIndex("{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"}");

    try (HuggingFaceFolder opened = HuggingFaceFolder.open(folder)) {
      assertThat(opened.tensors()).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void aTensorInTwoShardsIsRefused() throws IOException {
    writeWeights("m-1.safetensors", "a");
    writeWeights("m-2.safetensors", "a");
    writeIndex("{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"}");

    requireRefused("tensor a at byte 8: found it in a second file");
  }

  @Test
  void aTensorThatIsNotWhereTheIndexSaysIsRefused() throws IOException {
    writeWeights("m-1.safetensors", "a");
    writeIndex("{\"b\":\"m-1.safetensors\"}");

    requireRefused("tensor b at byte 0: found no such tensor in m-1.safetensors");
  }

  @Test
  void aShardOutsideTheFolderIsRefused() throws IOException {
    writeIndex("{\"a\":\"../../secret.safetensors\"}");

    requireRefused("found ../../secret.safetensors, allowed is a safetensors file in the same");
  }

  @Test
  void aFolderWithOnlyAPickleIsRefused() throws IOException {
    Files.write(folder.resolve("pytorch_model.bin"), new byte[100]);

    requireRefused("found neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void aConfigurationLargerThanAnyIsRefused() throws IOException {
    Files.write(folder.resolve("config.json"), new byte[(16 << 20) + 1]);

    requireRefused("size at byte 0: found 16777217 bytes, allowed is at most 16777216");
  }

  @Test
  void aConfigurationThatIsNoObjectIsRefused() throws IOException {
    Files.writeString(folder.resolve("config.json"), "[".repeat(100_000));

    requireRefused("config.json: JSON at byte");
  }

  private void requireRefused(String part) {
    assertThatThrownBy(() -> HuggingFaceFolder.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(part);
  }

  private void writeWeights(String file, String tensor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      new SafetensorsWriter()
          .tensor(tensor, Tensor.zeros(Shape.of(4), arena))
          .write(folder.resolve(file));
    }
  }

  private void writeIndex(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":" + map + "}");
  }
}
