package dev.chatwright.cli;

import dev.chatwright.training.Recipe;
import dev.chatwright.training.runs.Curve;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lays the curves of runs on each other and tells what else differs. */
@Command(
    name = "compare",
    description = "Compare runs: their curves on each other, and how their recipes differ.",
    mixinStandardHelpOptions = true)
final class RunsCompareCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 26;
  private static final String UNSAID = "(not said)";

  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "DIR", arity = "2..26", description = "The folders of the runs.")
  private List<Path> folders = List.of();

  @Option(names = "--held-out", description = "Draw the held-out loss in place of the training's.")
  private boolean heldOut;

  @Option(names = "--ascii", description = "Draw in plain ASCII.")
  private boolean ascii;

  @Override
  public Integer call() throws IOException {
    if (folders.size() > MOST_RUNS) {
      throw new IllegalArgumentException("at most 26 runs can be compared, got " + folders.size());
    }
    List<RunView> runs = new ArrayList<>();
    for (Path folder : folders) {
      runs.add(RunView.read(folder));
    }
    Map<String, List<String>> differences = differences(runs);
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "runs", runs.stream().map(RunLines::object).toList(), "differences", differences));
    } else {
      print(runs, differences);
    }
    return 0;
  }

  private void print(List<RunView> runs, Map<String, List<String>> differences) {
    List<TerminalChart.Layer> layers = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Curve curve =
          heldOut
              ? Curve.ofHeldOutLoss("", runs.get(i).rows())
              : Curve.ofLoss("", runs.get(i).rows());
      layers.add(new TerminalChart.Layer(curve, letter(i)));
    }
    TerminalChart.forOutput(System.out.charset(), ascii).draw(layers).forEach(System.out::println);
    System.out.println();
    List<String> table = RunLines.table(runs);
    for (int i = 0; i < table.size(); i++) {
      System.out.println((i == 0 ? " " : letter(i - 1)) + "  " + table.get(i));
    }
    System.out.println();
    if (differences.isEmpty()) {
      System.out.println("The recipes, data and machines are the same.");
    }
    differences.forEach(
        (name, values) -> {
          System.out.println(Terminal.printable(name));
          for (int i = 0; i < values.size(); i++) {
            System.out.println("  " + letter(i) + "  " + Terminal.printable(values.get(i)));
          }
        });
  }

  private static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }

  /** Returns what is not the same for all runs: by name, one value for each. */
  private static Map<String, List<String>> differences(List<RunView> runs) throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    for (RunView run : runs) {
      all.add(facts(run));
    }
    Map<String, List<String>> differences = new LinkedHashMap<>();
    for (Map<String, String> facts : all) {
      for (String name : facts.keySet()) {
        List<String> values = all.stream().map(each -> each.getOrDefault(name, UNSAID)).toList();
        if (new HashSet<>(values).size() > 1) {
          differences.put(name, values);
        }
      }
    }
    return differences;
  }

  private static Map<String, String> facts(RunView run) throws IOException {
    var description = run.manifest().description();
    Map<String, String> facts =
        new LinkedHashMap<>(
            Recipe.entries(description.recipe(), RunFolder.manifestFile(run.path())));
    facts.put(
        "data",
        description.data().stream()
            .map(RunsCompareCommand::data)
            .collect(Collectors.joining(", ")));
    facts.put("parameters", Long.toString(description.parameters()));
    facts.put("kind", description.kind());
    facts.put("machine", description.machine().cpu());
    facts.put("threads", Integer.toString(description.machine().threads()));
    facts.put("kernels", description.machine().kernels());
    return facts;
  }

  private static String data(DataFile file) {
    return "%s %s (%s)"
        .formatted(file.role(), file.path().getFileName(), file.sha256().substring(0, 12));
  }
}
