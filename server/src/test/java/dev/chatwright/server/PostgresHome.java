package dev.chatwright.server;

import dev.chatwright.server.configuration.Configuration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** One PostgreSQL for all tests of a process, with a database for each server that asks. */
final class PostgresHome {
  private static final String USER = "postgres";
  private static final AtomicInteger MADE = new AtomicInteger();
  private static @Nullable EmbeddedPostgres running;

  private PostgresHome() {}

  /**
   * Returns options of a server whose database is PostgreSQL; skips the tests where none starts.
   */
  static ServerOptions options() {
    try {
      EmbeddedPostgres postgres = running();
      String name = "chatwright" + MADE.incrementAndGet();
      create(postgres, name);
      ServerOptions plain = RunningServer.options();
      Map<String, String> environment =
          Map.of(
              "CHATWRIGHT_STORAGE_URL", postgres.getJdbcUrl(USER, name),
              "CHATWRIGHT_STORAGE_USER", USER,
              "CHATWRIGHT_STORAGE_PASSWORD", USER);
      return configured(plain.home(), environment);
    } catch (IOException | SQLException | IllegalStateException refused) {
      return Assumptions.abort("PostgreSQL does not start here: " + refused.getMessage());
    }
  }

  private static ServerOptions configured(Path home, Map<String, String> environment)
      throws IOException {
    return ServerOptions.of(home, Configuration.load(home, environment))
        .withAddress("127.0.0.1", 0);
  }

  private static synchronized EmbeddedPostgres running() throws IOException {
    if (running == null) {
      running = EmbeddedPostgres.start(); // it ends with the process
    }
    return running;
  }

  private static void create(EmbeddedPostgres postgres, String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
  }
}
