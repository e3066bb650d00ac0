package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Teaches a model by conversations, in an adapter beside its own weights. */
@Command(
    name = "lora",
    description =
        "Learn from conversations what the assistant says, in an adapter beside the model's own"
            + " weights. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneLoraCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.LORA);
  }
}
