package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with ids that llama.cpp gave for the same files. */
class GgufReferenceTest {

  @Test
  void idsOfTheGpt2VocabularyAreIdentical() throws IOException {
    compare("models/ggml-vocab/ggml-vocab-gpt-2.gguf", PublishedVocabularies.gpt2());
  }

  @Test
  void idsOfTheLlamaVocabularyAreIdentical() throws IOException {
    compare("models/ggml-vocab/ggml-vocab-llama-spm.gguf", PublishedVocabularies.llama());
  }

  private static void compare(String file, Tokenizer tokenizer) throws IOException {
    String[] texts =
        Files.readString(SharedData.file(file + ".inp")).split("\n__ggml_vocab_test__\n", -1);
    List<String> expected = Files.readAllLines(SharedData.file(file + ".out"));

    for (int i = 0; i < expected.size(); i++) {
      assertThat(tokenizer.encode(texts[i]))
          .as("text %d: %s", i, texts[i])
          .isEqualTo(numbers(expected.get(i)));
    }

    assertThat(expected).hasSizeGreaterThan(40);
  }

  private static int[] numbers(String line) {
    return Arrays.stream(line.trim().split(" "))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
