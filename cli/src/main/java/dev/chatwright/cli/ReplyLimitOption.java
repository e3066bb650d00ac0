package dev.chatwright.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a reply may become. */
final class ReplyLimitOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private @Nullable Integer maxTokens;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Longest reply in tokens (default: until the context is full).")
  void maxTokens(int value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), "--max-tokens must be at least 1, got " + value);
    }
    maxTokens = value;
  }

  OptionalInt tokens() {
    return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
  }
}
