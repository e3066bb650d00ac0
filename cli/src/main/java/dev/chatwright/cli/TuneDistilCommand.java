package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teaches a model what a better one expects, or says. */
@Command(
    name = "distil",
    description =
        "Learn from a teacher: what a larger model with the same vocabulary expects the assistant"
            + " to say in conversations, or, with distil.from: replies, what any model answers to"
            + " prompts. A new model comes of it, or an adapter where the recipe has a section"
            + " lora. A run that was stopped goes on.",
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
