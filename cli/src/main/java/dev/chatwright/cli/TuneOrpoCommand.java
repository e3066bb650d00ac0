package dev.chatwright.cli;

import dev.chatwright.training.TuningKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Teaches a model better replies and to prefer them, in an adapter. */
@Command(
    name = "orpo",
    description =
        "Learn better replies and to prefer them to worse ones, in an adapter beside the model's"
            + " own weights (odds-ratio preference optimisation). A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneOrpoCommand implements Callable<Integer> {
  @Mixin private TuningSession session = new TuningSession();

  @Override
  public Integer call() throws IOException {
    return session.run(TuningKind.ORPO);
  }
}
