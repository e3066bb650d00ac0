package dev.chatwright.server.store;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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

  void bringUpToDate(DataSource database) {
    configuration(database).load().migrate();
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
