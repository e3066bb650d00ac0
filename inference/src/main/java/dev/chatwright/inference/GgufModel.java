package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.Weights;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** Language models in GGUF files. */
final class GgufModel {
  private GgufModel() {}

  /**
   * Maps a file and reads what it says.
   *
   * @param memory takes over the mapping
   * @throws IOException if the file is broken or of a kind that this version cannot run
   */
  static ModelFiles open(Path path, OpenResources memory) throws IOException {
    GgufFile file = memory.add(GgufFile.open(path));
    Tokenizer tokenizer = GgufTokenizer.of(file.metadata());
    return new ModelFiles(
        Architectures.fromGguf(new GgufProperties(file.metadata())),
        Weights.of(file.tensors()),
        file.tensors().values(),
        tokenizer,
        file.metadata().string("tokenizer.chat_template"),
        tokenizer.specialTokens().endOfGeneration(),
        RecommendedSampling.ofGguf(new GgufProperties(file.metadata())));
  }
}
