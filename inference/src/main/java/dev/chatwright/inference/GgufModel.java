package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.ModelFiles.Words;
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
    ReadAside<Words> words = memory.add(ReadAside.begin("tokenizer", () -> words(file)));
    return new ModelFiles(
        Architectures.fromGguf(new GgufProperties(file.metadata())),
        Weights.of(file.tensors()),
        file.tensors().values(),
        words,
        file.metadata().string("tokenizer.chat_template"),
        RecommendedSampling.ofGguf(new GgufProperties(file.metadata())));
  }

  private static Words words(GgufFile file) throws IOException {
    Tokenizer tokenizer = GgufTokenizer.of(file.metadata());
    return new Words(tokenizer, tokenizer.specialTokens().endOfGeneration());
  }
}
