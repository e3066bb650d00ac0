package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.inference.export.ExportException;
import dev.chatwright.tokenizer.GgufTokenizers;
import dev.chatwright.tokenizer.TokenizerException;
import dev.chatwright.tokenizer.TokenizerJson;
import dev.chatwright.tokenizer.TokenizerMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Says in a GGUF file what a Hugging Face folder's tokenizer and chat template are. */
final class FolderTokenizer {
  private static final List<String> MORE_ENDS = List.of("eot_token_id", "eom_token_id");

  private FolderTokenizer() {}

  /**
   * Adds the description to a file.
   *
   * @throws ExportException if such a file cannot hold the tokenizer
   */
  static void write(HuggingFaceFolder folder, ModelFiles files, GgufWriter writer)
      throws IOException {
    TokenizerMetadata metadata = metadata(folder, files.spec().embedding().vocabularySize());
    GgufTokenizer.write(metadata, writer);
    var ends = new TreeSet<>(files.endTokens());
    ends.removeAll(GgufTokenizers.load(metadata).specialTokens().endOfGeneration());
    for (String key : MORE_ENDS) {
      if (!ends.isEmpty()) {
        writer.integer("tokenizer.ggml." + key, ends.removeFirst());
      }
    }
    if (!ends.isEmpty()) {
      throw new ExportException(
          "a GGUF file cannot say that token %s ends a reply".formatted(ends));
    }
    files.template().ifPresent(source -> writer.string("tokenizer.chat_template", source));
  }

  private static TokenizerMetadata metadata(HuggingFaceFolder folder, int rows) throws IOException {
    Path config = folder.path().resolve("tokenizer_config.json");
    try {
      return TokenizerJson.metadata(
          folder.tokenizerJson(),
          Files.exists(config) ? Optional.of(config) : Optional.empty(),
          rows);
    } catch (TokenizerException refused) {
      throw new ExportException(String.valueOf(refused.getMessage()));
    }
  }
}
