package dev.chatwright.cli;

import dev.chatwright.training.data.PreparationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves out the examples that are there before. */
@Command(
    name = "dedupe",
    description = "Leave out the examples that are there before, wholly or almost.",
    mixinStandardHelpOptions = true)
final class DataDedupeCommand implements Callable<Integer> {
  @Mixin private PreparedOutput output = new PreparedOutput();
  @Mixin private ReadingOption reading = new ReadingOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text, JSON, JSON lines or CSV; packed by gzip or not.")
  private List<Path> files = List.of();

  @Option(
      names = "--near",
      paramLabel = "SHARE",
      defaultValue = "0.8",
      description =
          "From which share of words in a row in common an example is almost the same, over 0 to 1"
              + " (default: 0.8).")
  private double near = 0.8;

  @Option(names = "--exact-only", description = "Leave out only what is wholly the same.")
  private boolean exactOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return output.prepare(
        reading.inputs(files),
        PreparationOptions.NOTHING.withDuplicates(
            true, exactOnly ? Optional.empty() : Optional.of(near)));
  }
}
