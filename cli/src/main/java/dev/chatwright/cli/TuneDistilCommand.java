package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teaches a model what a better one expects. */
@Command(
    name = "distil",
    description =
        "Learn what a teacher, a larger model with the same vocabulary, expects the assistant to"
            + " say in conversations; a new model comes of it. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneDistilCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Option(
      names = "--teacher",
      paramLabel = "M",
      description = "The teacher, in place of the recipe's distil.teacher.")
  private @Nullable String teacher;

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.DISTIL, teacher);
  }
}
