package dev.chatwright.cli;

import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.SqliteBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies the database, also while a server uses it. */
@Command(
    name = "backup",
    description = {
      "Copy the database, also while a server uses it.",
      "The copy is sealed: keep the folder 'keys' of the home too, in another place."
    },
    mixinStandardHelpOptions = true)
final class DataBackupCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where to put the copy (default: data/backups in the home folder).")
  private @Nullable Path to;

  @Override
  public Integer call() throws IOException {
    Path database = DataFolder.database(home.path());
    Path target = to != null ? to : SqliteBackup.nameFor(database, Instant.now());
    SqliteBackup.copy(database, target);
    long bytes = Files.size(target);
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("backup", target.toString(), "bytes", bytes));
    } else {
      System.out.println("backed up to " + target);
      System.out.println(
          "it opens only with the keys in %s; keep a copy of that folder elsewhere"
              .formatted(DataFolder.keys(home.path())));
    }
    return 0;
  }
}
