package dev.chatwright.cli;

import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.ReadOnlyFile;
import dev.chatwright.server.store.SqliteCheck;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.SealCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks a database or a backup through. */
@Command(
    name = "verify",
    description =
        "Check that a database or backup is whole, and that its texts open with the keys of the home.",
    mixinStandardHelpOptions = true)
final class DataVerifyCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: the database of the home folder).")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Path looked = file != null ? file : DataFolder.database(home.path());
    SqliteCheck check = SqliteCheck.of(looked);
    SealCheck seals = seals(looked);
    List<String> faults = new ArrayList<>(check.faults());
    seals.examples().forEach(example -> faults.add(example + " does not open"));
    report(looked, check, seals, faults);
    return faults.isEmpty() ? 0 : 1;
  }

  private SealCheck seals(Path looked) throws IOException {
    MasterKey master = MasterKey.in(DataFolder.keys(home.path()), true);
    try (ReadOnlyFile database = new ReadOnlyFile(looked)) {
      return SealCheck.of(database, master);
    }
  }

  private void report(Path looked, SqliteCheck check, SealCheck seals, List<String> faults) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "file", looked.toString(),
              "version", check.version(),
              "rows", check.rows(),
              "opened", seals.opened(),
              "closed", seals.closed(),
              "faults", faults));
      return;
    }
    faults.forEach(fault -> System.out.println("fault: " + fault));
    System.out.println(
        "%s: version %s, %d conversations, %d messages, %d of %d texts open%s"
            .formatted(
                looked,
                check.version(),
                check.rows().getOrDefault("conversation", 0L),
                check.rows().getOrDefault("message", 0L),
                seals.opened(),
                seals.opened() + seals.closed(),
                faults.isEmpty() ? "; no fault" : ""));
  }
}
