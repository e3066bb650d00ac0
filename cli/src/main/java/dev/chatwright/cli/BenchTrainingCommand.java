package dev.chatwright.cli;

import dev.chatwright.cli.load.peer.PeerProgram;
import dev.chatwright.cli.load.peer.PyTorchTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Measures how fast a model learns on this machine, beside PyTorch. */
@Command(
    name = "training",
    description = "Train with Chatwright and with PyTorch in turn: time, speed, memory, loss.",
    mixinStandardHelpOptions = true)
final class BenchTrainingCommand implements Callable<Integer> {
  private static final String SCRIPT = "bench/compare_training.py";

  @Mixin private PeerOption peer = new PeerOption();
  @Mixin private JsonOutput json = new JsonOutput();

  /** What is learnt. */
  private enum Work {
    SHAKESPEARE,
    LLAMA,
    LORA,
    DPO;

    boolean needsModel() {
      return this == LORA || this == DPO;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "WORK",
      description =
          "shakespeare (example 01, whole runs), llama (10 million parameters), lora, or dpo.")
  private Work work = Work.SHAKESPEARE;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "What is learnt from: a text; for lora and dpo a JSON list.")
  private Path file = Path.of("");

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Stored model that lora and dpo change (default: " + ModelOption.DEFAULT_MODEL + ").")
  private String model = ModelOption.DEFAULT_MODEL;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often both learn in turn (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps (default: as many as the work usually has).")
  private @Nullable Integer steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads of both (default: ${DEFAULT-VALUE}).")
  private int threads = 2;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description =
          "Of our products: f32, bf16, or auto, the faster one here (default: ${DEFAULT-VALUE}).")
  private String precision = "auto";

  @Option(
      names = "--compile",
      description = "Have PyTorch compile what it learns, of shakespeare and llama.")
  private boolean compile;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Draw both curves of the loss into this HTML file.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(file)) {
      throw new CommandFailure("no file " + file, "name the text or the list to learn from");
    }
    PeerProgram python = peer.find(PeerOption.PYTORCH, "python3");
    JsonNode result = new PyTorchTraining(python, script()).run(arguments(), System.err::println);
    if (json.wanted()) {
      JsonOutput.print(result);
    } else {
      for (String ratio : List.of("timeRatio", "speedRatio", "memoryRatio")) {
        System.out.println(line(ratio, result.path(ratio)));
      }
    }
    return 0;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(work.toString(), file.toString()));
    if (work.needsModel()) {
      arguments.add(model);
    }
    arguments.addAll(List.of("--rounds", "" + rounds, "--threads", "" + threads));
    arguments.addAll(List.of("--precision", precision));
    if (steps != null) {
      arguments.addAll(List.of("--steps", "" + steps));
    }
    if (compile) {
      arguments.add("--compile");
    }
    if (report != null) {
      arguments.addAll(List.of("--report", report.toString()));
    }
    return arguments;
  }

  /** The comparison lies in the repository, from which the program was built or is run. */
  private static Path script() {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    return Stream.of(
            Optional.ofNullable(jar.getParent()), Optional.of(Path.of("").toAbsolutePath()))
        .flatMap(Optional::stream)
        .flatMap(folder -> Stream.iterate(folder, it -> it != null, Path::getParent))
        .map(folder -> folder.resolve(SCRIPT))
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("no " + SCRIPT, "run ./chatwright of a whole checkout"));
  }

  private static String line(String name, JsonNode ratio) {
    return String.format(
        Locale.ROOT,
        "%s, Chatwright to PyTorch: %.2f (%.2f to %.2f)",
        name,
        ratio.path("median").asDouble(),
        ratio.path("least").asDouble(),
        ratio.path("most").asDouble());
  }
}
