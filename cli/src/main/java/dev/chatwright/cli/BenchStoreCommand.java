package dev.chatwright.cli;

import dev.chatwright.cli.load.Delays;
import dev.chatwright.cli.load.StoreOptions;
import dev.chatwright.cli.load.StoreResult;
import dev.chatwright.cli.load.StoreRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long a client waits until something is stored, listed or found. */
@Command(
    name = "store",
    description = "Measure how long storing a message, listing chats and searching them takes.",
    mixinStandardHelpOptions = true)
final class BenchStoreCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many write at once (default: ${DEFAULT-VALUE}).")
  private int writers = 16;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many messages each of them sends (default: ${DEFAULT-VALUE}).")
  private int messages = 100;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Milliseconds between two messages, on average (default: ${DEFAULT-VALUE}).")
  private int pauseMillis = 500;

  @Option(
      names = "--listed",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many chats the list has (default: ${DEFAULT-VALUE}).")
  private int listed = 10_000;

  @Option(
      names = "--searched",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many chats are searched, of ten messages (default: ${DEFAULT-VALUE}).")
  private int searched = 1_000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TemporaryHome folder = TemporaryHome.create();
    StoreOptions options =
        new StoreOptions(writers, messages, Duration.ofMillis(pauseMillis), listed, searched);
    StoreResult result = StoreRun.run(options, folder.path());
    folder.delete();
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "storedMillis", fields(result.written()),
              "listedMillis", fields(result.listed()),
              "searchedMillis", fields(result.searched())));
    } else {
      print("a message stored, %d writers".formatted(writers), result.written());
      print("first page of %d chats".formatted(listed), result.listed());
      print("search in %d chats".formatted(searched), result.searched());
    }
    return 0;
  }

  private static Object fields(Delays delays) {
    return JsonOutput.object(
        "count", delays.count(),
        "p50", delays.millis(0.5),
        "p95", delays.millis(0.95),
        "most", delays.millis(1));
  }

  private static void print(String what, Delays delays) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-32s half within %6.1f ms, 95 %% within %6.1f ms",
            what,
            delays.millis(0.5),
            delays.millis(0.95)));
  }
}
