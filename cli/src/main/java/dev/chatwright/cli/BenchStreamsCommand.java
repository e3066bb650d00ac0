package dev.chatwright.cli;

import dev.chatwright.cli.load.Delays;
import dev.chatwright.cli.load.StreamsOptions;
import dev.chatwright.cli.load.StreamsResult;
import dev.chatwright.cli.load.StreamsRun;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how late the words of many replies come that are written at once. */
@Command(
    name = "streams",
    description =
        "Read many replies of a canned model at once, and tell how late their words come.",
    mixinStandardHelpOptions = true)
final class BenchStreamsCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many replies at once (default: ${DEFAULT-VALUE}).")
  private int streams = 500;

  @Option(
      names = "--words-per-second",
      paramLabel = "N",
      defaultValue = "50",
      description = "How fast each of them is written (default: ${DEFAULT-VALUE}).")
  private int wordsPerSecond = 50;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long each of them is (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TemporaryHome folder = TemporaryHome.create();
    StreamsOptions options = new StreamsOptions(streams, wordsPerSecond, seconds);
    StreamsResult result = StreamsRun.run(options, folder.path());
    folder.delete();
    report(result);
    return result.lost() + result.doubled() == 0 ? 0 : 1;
  }

  private void report(StreamsResult result) {
    if (json.wanted()) {
      JsonOutput.print(fields(result));
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%d streams at once: %d words in %d events, %d lost, %d doubled;"
                  + " half come within %.1f ms, 99 %% within %.1f ms",
              result.mostOpen(),
              result.words(),
              result.events(),
              result.lost(),
              result.doubled(),
              result.delays().millis(0.5),
              result.delays().millis(0.99)));
    }
    result.findings().forEach(System.err::println);
  }

  private static Object fields(StreamsResult result) {
    Delays delays = result.delays();
    return JsonOutput.object(
        "streams", result.streams(),
        "mostOpen", result.mostOpen(),
        "words", result.words(),
        "events", result.events(),
        "lost", result.lost(),
        "doubled", result.doubled(),
        "delayMillis",
            JsonOutput.object(
                "p50", delays.millis(0.5),
                "p95", delays.millis(0.95),
                "p99", delays.millis(0.99),
                "most", delays.millis(1)));
  }
}
