package dev.chatwright.cli;

import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the runs below a folder. */
@Command(name = "list", description = "List the runs in a folder.", mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description = "Where to look, four levels deep (default: here).")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(folder + " is no folder", "name one with --in");
    }
    List<RunView> runs = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Path path : RunView.find(folder)) {
      try {
        runs.add(RunView.read(path));
      } catch (IOException failure) {
        broken.add(String.valueOf(failure.getMessage()));
      }
    }
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "runs", runs.stream().map(RunLines::object).toList(), "broken", broken));
    } else if (runs.isEmpty() && broken.isEmpty()) {
      System.out.println("No runs here yet. Begin one with 'chatwright train'.");
    } else {
      RunLines.table(runs).forEach(System.out::println);
      broken.forEach(line -> System.out.println("broken: " + Terminal.printableLine(line)));
    }
    return 0;
  }
}
