package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.testing.PulledModels;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads files that other programs wrote, if they have been pulled. */
final class GgufRealFileTest {

  private static Path pulled(String id) throws IOException {
    return PulledModels.require(new ModelStore(PulledModels.home()).find(id), id).path();
  }

  @Test
  void theDefaultModelIsRead() throws IOException {
    try (GgufFile file = GgufFile.open(pulled(ModelPuller.DEFAULT_MODEL))) {
      GgufMetadata metadata = file.metadata();

      assertThat(metadata.architecture()).isEqualTo("llama");
      assertThat(metadata.strings("tokenizer.ggml.tokens").orElseThrow())
          .hasSize(49152)
          .startsWith("<|endoftext|>", "<|im_start|>", "<|im_end|>");
      assertThat(metadata.strings("tokenizer.ggml.merges").orElseThrow()).hasSize(48900);
      assertThat(metadata.integers("tokenizer.ggml.token_type").orElseThrow()).hasSize(49152);
      assertThat(file.tensors()).hasSize(272);
      assertThat(file.tensor("token_embd.weight").orElseThrow().shape())
          .isEqualTo(Shape.of(49152, 576));
      assertThat(file.tensor("blk.0.attn_q.weight").orElseThrow().type())
          .isEqualTo(ElementType.Q4_1);
    }
  }

  @Test
  void theEmbeddingModelIsRead() throws IOException {
    try (HuggingFaceFolder folder = HuggingFaceFolder.open(pulled("all-minilm-l6-v2"))) {
      assertThat(folder.config().get("hidden_size").asInt()).isEqualTo(384);
      assertThat(folder.tensors().get("embeddings.word_embeddings.weight"))
          .isNotNull()
          .hasToString("F32 [30522, 384]");
      assertThat(folder.tokenizerConfig()).isPresent();
    }
  }
}
