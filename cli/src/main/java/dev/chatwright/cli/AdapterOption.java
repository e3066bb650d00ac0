package dev.chatwright.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What changes the model's weights as it computes. */
final class AdapterOption {
  @Option(
      names = "--adapter",
      paramLabel = "PATH",
      description = "LoRA adapter that changes the model: a .gguf file or a folder of PEFT's.")
  private @Nullable Path adapter;

  Optional<Path> path() {
    return Optional.ofNullable(adapter);
  }
}
