package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layouts of models that are stored. */
public enum ModelFormat {
  /** One GGUF file. */
  GGUF,
  /** A folder with {@code config.json} and safetensors weights. */
  HUGGING_FACE;

  /** Returns the layout of what is at a path: a folder is Hugging Face's, a file is GGUF. */
  static ModelFormat of(Path fileOrFolder) {
    return Files.isDirectory(fileOrFolder) ? HUGGING_FACE : GGUF;
  }

  /**
   * Checks that a model has a sound structure.
   *
   * @throws CheckpointException if it has not
   */
  void check(Path fileOrFolder) throws IOException {
    switch (this) {
      case GGUF -> checkGguf(fileOrFolder);
      case HUGGING_FACE -> checkFolder(fileOrFolder);
    }
  }

  private static void checkGguf(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      file.metadata().architecture();
    }
  }

  private static void checkFolder(Path path) throws IOException {
    try (HuggingFaceFolder folder = HuggingFaceFolder.open(path)) {
      folder.tokenizerJson();
    }
  }
}
