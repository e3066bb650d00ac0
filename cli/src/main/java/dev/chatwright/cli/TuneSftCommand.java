package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Teaches a model by conversations, in all of its weights. */
@Command(
    name = "sft",
    description =
        "Learn from conversations what the assistant says, in all of the model's weights; a new"
            + " model comes of it. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneSftCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.SFT);
  }
}
