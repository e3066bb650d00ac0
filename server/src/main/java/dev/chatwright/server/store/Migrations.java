package dev.chatwright.server.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The steps that bring the tables of an older version up to date, the same for both kinds of
 * database.
 */
enum Migrations {
  /** For a file. */
  SQLITE("blob"),
  /** For a server. */
  POSTGRES("bytea");

  private static final String FOLDER = "classpath:dev/chatwright/server/store/migration";

  private final String blob;

  Migrations(String blob) {
    this.blob = blob;
  }

  /**
   * Brings the tables up to date.
   *
   * @param beforeChange runs before tables that hold something are changed
   * @throws IOException if that fails, in which case nothing has been changed
   */
  void bringUpToDate(DataSource database, BeforeChange beforeChange) throws IOException {
    Flyway flyway = configuration(database).load();
    MigrationInfoService state = flyway.info();
    requireKnown(state);
    if (state.pending().length == 0) {
      flyway.validate();
      return;
    }
    if (state.applied().length > 0) {
      beforeChange.run();
    }
    flyway.migrate();
  }

  /**
   * Refuses tables of a newer program.
   *
   * @throws IOException if they are
   */
  void requireKnown(DataSource database) throws IOException {
    requireKnown(configuration(database).load().info());
  }

  /** Flyway would go on with tables of which this program knows nothing. */
  private static void requireKnown(MigrationInfoService state) throws IOException {
    Optional<MigrationInfo> unknown =
        Arrays.stream(state.applied()).filter(it -> isNewer(it.getState())).findFirst();
    if (unknown.isPresent()) {
      throw new IOException(
          "the database was made by a newer Chatwright (tables of version %s): start that one, or restore an older backup"
              .formatted(unknown.get().getVersion()));
    }
  }

  private static boolean isNewer(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  /** Something that must have worked before tables are changed. */
  @FunctionalInterface
  interface BeforeChange {
    /**
     * Does it.
     *
     * @throws IOException if it cannot be done
     */
    void run() throws IOException;
  }

  private FluentConfiguration configuration(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .locations(FOLDER)
        .placeholders(Map.of("blob", blob))
        .validateMigrationNaming(true)
        .cleanDisabled(true);
  }
}
