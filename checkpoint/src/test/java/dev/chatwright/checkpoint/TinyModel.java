package dev.chatwright.checkpoint;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models of a few hundred bytes. */
final class TinyModel {
  private TinyModel() {}

  static Path gguf(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      new GgufWriter()
          .string("general.architecture", "llama")
          .tensor("w", Tensor.zeros(Shape.of(64, 64), arena))
          .write(path);
    }
    return path;
  }

  static Path folder(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(folder.resolve("1_Pooling/config.json"), "{}");
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Files.writeString(folder.resolve("modeling_evil.py"), "import os");
    try (Arena arena = Arena.ofConfined()) {
      new SafetensorsWriter()
          .tensor("w", Tensor.zeros(Shape.of(4), arena))
          .write(folder.resolve("model.safetensors"));
    }
    return folder;
  }
}
