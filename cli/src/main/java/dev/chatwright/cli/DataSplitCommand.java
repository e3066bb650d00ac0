package dev.chatwright.cli;

import dev.chatwright.training.data.PreparationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a part of examples out and leaves the rest as it is. */
@Command(
    name = "split",
    description =
        "Divide examples into those to learn from and those held out, by a hash of each text: adding"
            + " data moves none to the other side.",
    mixinStandardHelpOptions = true)
final class DataSplitCommand implements Callable<Integer> {
  @Mixin private PreparedOutput output = new PreparedOutput();
  @Mixin private ReadingOption reading = new ReadingOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text, JSON, JSON lines or CSV; packed by gzip or not.")
  private List<Path> files = List.of();

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "The share held out, from 0 to less than 1 (default: 0.1).")
  private double heldOut = 0.1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return output.prepare(
        reading.inputs(files), PreparationOptions.NOTHING.withHeldOutShare(heldOut));
  }
}
