package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Teaches a model from replies that were rated, in an adapter. */
@Command(
    name = "kto",
    description =
        "Learn from replies that were found good or bad, in an adapter beside the model's own"
            + " weights (Kahneman-Tversky optimisation). A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneKtoCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.KTO);
  }
}
