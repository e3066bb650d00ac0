package dev.chatwright.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vocabularies of published models, put together from the shared data. */
final class PublishedVocabularies {
  private static final int FIRST_LLAMA_BYTE = 3;
  private static final int FIRST_LLAMA_TOKEN = 259;

  private PublishedVocabularies() {}

  static Tokenizer gpt2() throws IOException {
    return GgufTokenizers.load(gpt2Metadata());
  }

  static TokenizerMetadata gpt2Metadata() throws IOException {
    Path encoderFile = SharedData.file("templates/tokenizers/gpt2_encoder.json");
    JsonNode encoder = JsonMapper.shared().readTree(encoderFile.toFile());
    String[] tokens = new String[encoder.size()];
    encoder.properties().forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
    Path merges = SharedData.file("templates/tokenizers/gpt2_merges.txt");
    List<String> lines =
        Files.readAllLines(merges).stream()
            .filter(line -> !line.startsWith("#version") && !line.isEmpty())
            .toList();
    List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.length, 1));
    types.set(tokens.length - 1, 3);
    return metadata("gpt2", Optional.of("gpt-2"), Arrays.asList(tokens), List.of(), types, lines);
  }

  static Tokenizer llama() throws IOException {
    Path file = SharedData.file("models/ggml-vocab/ggml-vocab-llama-spm.gguf");
    List<String> tokens = GgufStrings.read(file, "tokenizer.ggml.tokens");
    List<Float> scores = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      scores.add(llamaScore(id, tokens.get(id)));
      types.add(id == 0 ? 2 : id < FIRST_LLAMA_BYTE ? 3 : id < FIRST_LLAMA_TOKEN ? 6 : 1);
    }
    return GgufTokenizers.load(
        metadata("llama", Optional.empty(), tokens, scores, types, List.of()));
  }

  /** The file's scores are damaged; but they follow the ids, and runs of spaces come last. */
  private static float llamaScore(int id, String token) {
    if (token.length() > 1 && token.chars().allMatch(letter -> letter == '▁')) {
      return -1e9f;
    }
    return id < FIRST_LLAMA_TOKEN ? 0f : FIRST_LLAMA_TOKEN - id;
  }

  static TokenizerMetadata metadata(
      String model,
      Optional<String> pre,
      List<String> tokens,
      List<Float> scores,
      List<Integer> types,
      List<String> merges) {
    OptionalInt none = OptionalInt.empty();
    return new TokenizerMetadata(
        model,
        pre,
        tokens,
        scores,
        types,
        merges,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
