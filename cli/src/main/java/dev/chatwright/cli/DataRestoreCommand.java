package dev.chatwright.cli;

import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.HomeLock;
import dev.chatwright.server.store.ReadOnlyFile;
import dev.chatwright.server.store.SqliteCheck;
import dev.chatwright.server.store.SqliteRestore;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.SealCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. */
@Command(
    name = "restore",
    description = {
      "Put a backup in the place of the database; what was there is kept beside it.",
      "The folder 'keys' that belongs to the backup must be in the home folder."
    },
    mixinStandardHelpOptions = true)
final class DataRestoreCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path backup = Path.of("");

  @Override
  public Integer call() throws IOException {
    Path database = DataFolder.database(home.path());
    SqliteCheck.of(backup); // says what is wrong with a file that is no database
    try (HomeLock lock = HomeLock.take(home.path())) {
      requireKeys();
      Optional<Path> before = SqliteRestore.restore(lock, backup, database, Instant.now());
      report(before);
    }
    return 0;
  }

  /** A backup whose texts do not open would only look restored. */
  private void requireKeys() throws IOException {
    MasterKey master = MasterKey.in(DataFolder.keys(home.path()), true);
    try (ReadOnlyFile file = new ReadOnlyFile(backup)) {
      SealCheck seals = SealCheck.of(file, master);
      if (seals.closed() > 0) {
        throw new CommandFailure(
            "%d of %d texts in %s do not open with the keys in %s"
                .formatted(
                    seals.closed(),
                    seals.opened() + seals.closed(),
                    backup,
                    DataFolder.keys(home.path())),
            "put the folder 'keys' there that belongs to this backup; nothing was restored");
      }
    }
  }

  private void report(Optional<Path> before) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "restored", backup.toString(), "before", before.map(Path::toString).orElse("")));
      return;
    }
    System.out.println("restored " + backup);
    before.ifPresent(kept -> System.out.println("what was there before is kept at " + kept));
  }
}
