package dev.chatwright.cli;

import dev.chatwright.cli.load.CrashOptions;
import dev.chatwright.cli.load.CrashResult;
import dev.chatwright.cli.load.CrashRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts what a server with a canned model loses when it is killed and its streams are cut. */
@Command(
    name = "crash",
    description = "Kill a server under load again and again, and count what it lost.",
    mixinStandardHelpOptions = true)
final class BenchCrashCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "30",
      description = "How often the server is killed (default: ${DEFAULT-VALUE}).")
  private int kills = 30;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      defaultValue = "0",
      description = "How often streams are cut on their way (default: ${DEFAULT-VALUE}).")
  private int cuts;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides what is done, and when (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CrashOptions options = new CrashOptions(kills, cuts, seed);
    TemporaryHome folder = TemporaryHome.create();
    CrashResult result = CrashRun.run(options, folder.path());
    report(result);
    if (result.isSound()) {
      folder.delete();
      return 0;
    }
    System.err.println("chatwright: the home is kept at " + folder.path());
    return 1;
  }

  private void report(CrashResult result) {
    if (json.wanted()) {
      JsonOutput.print(fields(result));
    } else {
      System.out.println(
          "%d kills, %d cuts: %d writes acknowledged, %d streams read; %d lost, %d doubled"
              .formatted(
                  result.kills(),
                  result.cuts(),
                  result.acknowledged(),
                  result.streams(),
                  result.lost(),
                  result.doubled()));
    }
    result.findings().forEach(System.err::println);
  }

  private Object fields(CrashResult result) {
    return JsonOutput.object(
        "kills", result.kills(),
        "kills_while_starting", result.killsWhileStarting(),
        "cuts", result.cuts(),
        "acknowledged", result.acknowledged(),
        "files", result.files(),
        "streams", result.streams(),
        "resumed", result.resumed(),
        "events", result.events(),
        "lost", result.lost(),
        "doubled", result.doubled(),
        "seconds", result.seconds(),
        "seed", seed);
  }
}
