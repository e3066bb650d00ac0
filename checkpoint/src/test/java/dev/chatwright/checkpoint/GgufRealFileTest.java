package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads files that other programs wrote. */
final class GgufRealFileTest {
  private static final Path FOLDER = Path.of("../../shared/data/models/ggml-vocab");

  @ParameterizedTest
  @CsvSource({
    "ggml-vocab-gpt-2.gguf, gpt2, 50257, 50000",
    "ggml-vocab-llama-spm.gguf, llama, 32000, 0"
  })
  void vocabulariesOfLlamaCppAreRead(String name, String model, int tokens, int merges)
      throws IOException {
    Path path = FOLDER.resolve(name);
    assumeTrue(Files.exists(path), "needs the shared test data: " + name);

    try (GgufFile file = GgufFile.open(path)) {
      GgufMetadata metadata = file.metadata();

      assertThat(metadata.string("tokenizer.ggml.model")).contains(model);
      assertThat(metadata.strings("tokenizer.ggml.tokens").orElseThrow()).hasSize(tokens);
      assertThat(metadata.integers("tokenizer.ggml.token_type").orElseThrow()).hasSize(tokens);
      assertThat(metadata.strings("tokenizer.ggml.merges").map(list -> list.size()).orElse(0))
          .isEqualTo(merges);
      assertThat(file.tensors()).isEmpty();
    }
  }
}
