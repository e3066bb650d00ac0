package dev.chatwright.cli;

import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.cli.load.serving.StressOptions;
import dev.chatwright.cli.load.serving.StressResult;
import dev.chatwright.cli.load.serving.StressRun;
import dev.chatwright.cli.load.serving.StressSample;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Uses a server hard for a long time, and tells whether it came through. */
@Command(
    name = "stress",
    description =
        "Chat with a server from many sides for a long time, leave when it writes, never read:"
            + " count what was lost or is left behind.",
    mixinStandardHelpOptions = true)
final class BenchStressCommand implements Callable<Integer> {
  private static final double MEGA = 1 << 20;

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--chats",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many chat at once (default: ${DEFAULT-VALUE}).")
  private int chats = 16;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private int minutes = 30;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides what is asked and who leaves when (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (minutes < 1) {
      throw new CommandFailure("--minutes must be at least 1", "got " + minutes);
    }
    StressOptions options =
        new StressOptions(chats, Integer.MAX_VALUE, Duration.ofMinutes(minutes), seed);
    StoredModel stored = model.locate(home.store());
    TemporaryHome folder = TemporaryHome.create();
    try {
      StressResult result =
          StressRun.run(
              ServerCommands.chatwright(stored.path(), engine, folder.path()),
              options,
              ModelFacts.of(stored).tokenizer(),
              folder.path(),
              this::say);
      report(result);
      return result.isSound() ? 0 : 1;
    } finally {
      folder.delete();
    }
  }

  private void say(StressSample sample) {
    String line =
        String.format(
            Locale.ROOT,
            "%4.1f min: %d replies, %d left, %d refused; memory %.0f MB (most %.0f); %s",
            sample.after().toMillis() / 60e3,
            sample.replies(),
            sample.cancelled(),
            sample.refused(),
            sample.memory().resident() / MEGA,
            sample.memory().peakResident() / MEGA,
            sample.engine().entrySet().stream()
                .map(counter -> counter.getKey() + " " + counter.getValue())
                .collect(Collectors.joining(", ")));
    (json.wanted() ? System.err : System.out).println(line);
  }

  private void report(StressResult result) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "chats",
              chats,
              "minutes",
              minutes,
              "seed",
              seed,
              "lost",
              result.lost(),
              "findings",
              result.findings(),
              "samples",
              result.samples().stream().map(BenchStressCommand::fields).toList()));
    } else {
      System.out.println(
          result.isSound() ? "nothing lost, nothing left behind" : result.lost() + " replies lost");
      result.findings().forEach(System.err::println);
    }
  }

  private static Object fields(StressSample sample) {
    return JsonOutput.object(
        "seconds", sample.after().toSeconds(),
        "replies", sample.replies(),
        "cancelled", sample.cancelled(),
        "refused", sample.refused(),
        "residentMegabytes", sample.memory().resident() / MEGA,
        "peakResidentMegabytes", sample.memory().peakResident() / MEGA,
        "engine", sample.engine());
  }
}
