package dev.chatwright.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** Makes tokenizers from the files of a Hugging Face folder. */
public final class TokenizerJson {
  private static final long MOST_BYTES = 256L << 20;

  /** Text on which ways of cutting, marking and merging differ. */
  private static final String SAMPLE =
      """
      It's the year 1984, isn't it?  She'LL pay $12,345.67 for "naïve" cafés...\tYES!!
      \s
          def f(x): return x**2 != 10 # ça va
      Größe, señor, Ελλάδα, Привет мир, مرحبا, 你好世界。日本語テキスト 한국어 🙂👍🏽
      \r
      camelCase HTTPServer_v2 e-mail@example.org  https://example.org/a?b=c&d=e   end""";

  private TokenizerJson() {}

  /**
   * Returns the tokenizer that files describe.
   *
   * <p>Truncation and padding that they ask for are the caller's business.
   *
   * @param tokenizerJson the {@code tokenizer.json}
   * @param tokenizerConfig the {@code tokenizer_config.json} beside it, which names the tokens with
   *     a role
   * @throws IOException when a file cannot be read
   * @throws TokenizerException when a file is broken or uses something unknown
   */
  public static Tokenizer load(Path tokenizerJson, Optional<Path> tokenizerConfig)
      throws IOException {
    JsonNode root = read(tokenizerJson);
    JsonNode config =
        tokenizerConfig.isPresent() ? read(tokenizerConfig.get()) : MissingNode.getInstance();
    try {
      return tokenizer(root, config);
    } catch (TokenizerException e) {
      throw new TokenizerException("%s: %s".formatted(tokenizerJson, e.getMessage()), e);
    }
  }

  /**
   * Returns the values by which a GGUF file holds the same tokenizer.
   *
   * @param tokenizerJson the {@code tokenizer.json} of a byte-level model of pairs
   * @throws IOException when the file cannot be read
   * @throws TokenizerException when it is broken, or GGUF files cannot hold what it says
   */
  public static TokenizerMetadata metadata(Path tokenizerJson) throws IOException {
    JsonNode root = read(tokenizerJson);
    try {
      return JsonMetadata.of(root);
    } catch (TokenizerException e) {
      throw new TokenizerException("%s: %s".formatted(tokenizerJson, e.getMessage()), e);
    }
  }

  /**
   * Returns the values by which a GGUF file holds the same tokenizer.
   *
   * @param tokenizerJson the {@code tokenizer.json} of a model of pairs, of bytes or in
   *     SentencePiece's way
   * @param tokenizerConfig the {@code tokenizer_config.json} beside it
   * @param size how many tokens the model has rows for
   * @throws IOException when a file cannot be read
   * @throws TokenizerException when one is broken, or GGUF files cannot hold what it says
   */
  public static TokenizerMetadata metadata(
      Path tokenizerJson, Optional<Path> tokenizerConfig, int size) throws IOException {
    JsonNode root = read(tokenizerJson);
    Tokenizer tokenizer = load(tokenizerJson, tokenizerConfig);
    try {
      TokenizerMetadata metadata = JsonMetadata.of(root, tokenizer.specialTokens(), size);
      requireSame(tokenizer, GgufTokenizers.load(metadata));
      return metadata;
    } catch (TokenizerException e) {
      throw new TokenizerException("%s: %s".formatted(tokenizerJson, e.getMessage()), e);
    }
  }

  private static void requireSame(Tokenizer tokenizer, Tokenizer held) {
    int[] expected = tokenizer.encode(SAMPLE);
    int[] found = held.encode(SAMPLE);
    int at = Arrays.mismatch(expected, found);
    if (at >= 0) {
      throw JsonMetadata.refusal(
          "this tokenizer: token %d of a sample would be another".formatted(at));
    }
  }

  private static Tokenizer tokenizer(JsonNode root, JsonNode config) {
    Vocabulary vocabulary = JsonVocabulary.parse(root);
    Normalizer normalizer = JsonNormalizers.parse(root.path("normalizer"));
    boolean byteLevel =
        JsonPreTokenizers.isByteLevel(root.path("pre_tokenizer"))
            || JsonPreTokenizers.isByteLevel(root.path("normalizer"));
    JsonAddedTokens added = JsonAddedTokens.parse(root, normalizer);
    PreTokenizer preTokenizer =
        root.path("pre_tokenizer").isObject() || byteLevel
            ? JsonPreTokenizers.parse(root.path("pre_tokenizer"))
            : SpaceMarks.splitterFor(vocabulary);
    return new PipelineTokenizer(
        vocabulary,
        JsonSpecialTokens.parse(root, config, vocabulary),
        new PipelineTokenizer.Chain(
            added.raw(),
            normalizer,
            added.normalized(),
            preTokenizer,
            JsonModels.parse(root, vocabulary, byteLevel),
            JsonDecoders.parse(root, byteLevel)));
  }

  private static JsonNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) { // a pipe would keep its reader waiting
      throw new TokenizerException("%s is no file".formatted(file));
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new TokenizerException(
          "%s has %d bytes, expected at most %d".formatted(file, size, MOST_BYTES));
    }
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new TokenizerException("%s is not JSON: %s".formatted(file, e.getMessage()), e);
    }
  }
}
