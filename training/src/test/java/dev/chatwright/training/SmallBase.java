package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model of a few thousand numbers that has read its letters, to begin with. */
final class SmallBase {
  private static final String RECIPE =
      """
      model: {architecture: llama, layers: 2, heads: 2, width: 32, context: 128}
      training: {steps: 60, batch: 4, rate: 0.01}
      """;

  private static byte[] trained = {};

  private SmallBase() {}

  /** Puts it into a folder, and returns its file; trained once, as it comes out the same. */
  static synchronized Path make(Path folder) throws IOException {
    Path file = folder.resolve("base.gguf");
    if (trained.length == 0) {
      trained = Files.readAllBytes(train(folder));
    }
    return Files.write(file, trained);
  }

  private static Path train(Path folder) throws IOException {
    Path text = Files.write(folder.resolve("base.txt"), letters().getBytes(UTF_8));
    Path out = folder.resolve("base");
    try (Parallel parallel = new Parallel(1);
        Pretraining run =
            new Pretraining(
                Recipe.parse(RECIPE, folder.resolve("base.yaml")),
                text,
                out,
                Kernels.fastest(),
                parallel)) {
      run.run(_ -> {}, () -> false);
    }
    return out.resolve("model.gguf");
  }

  private static String letters() {
    StringBuilder letters = new StringBuilder();
    for (char letter = ' '; letter <= '~'; letter++) {
      letters.append(letter);
    }
    return letters.append('\n').toString().repeat(20);
  }
}
