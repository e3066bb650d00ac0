package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Teaches a model which of two replies is the better, in an adapter. */
@Command(
    name = "dpo",
    description =
        "Learn which of two replies is the better, in an adapter beside the model's own weights"
            + " (direct preference optimisation). A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneDpoCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.DPO);
  }
}
