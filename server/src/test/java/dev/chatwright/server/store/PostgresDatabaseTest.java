package dev.chatwright.server.store;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDatabaseTest extends DatabaseContract {
  private EmbeddedPostgres server;
  private PostgresDatabase database;

  @BeforeAll
  void start() {
    try {
      server = EmbeddedPostgres.start();
    } catch (IOException | IllegalStateException refused) {
      Assumptions.abort("PostgreSQL does not start here: " + refused.getMessage());
    }
  }

  @BeforeEach
  void connect() {
    database = reopened();
    database.write(sql -> sql.sql("delete from message").update());
    database.write(sql -> sql.sql("delete from conversation").update());
    database.write(sql -> sql.sql("delete from person").update());
  }

  @AfterEach
  void disconnect() {
    database.close();
  }

  @AfterAll
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Database database() {
    return database;
  }

  @Override
  PostgresDatabase reopened() {
    return PostgresDatabase.connect(
        server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  @Test
  void whatTheServerRefusesIsToldInItsWords() {
    String url = server.getJdbcUrl("postgres", "not_there");

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> PostgresDatabase.connect(url, "postgres", "postgres"))
        .withMessageStartingWith("the database of storage.url cannot be used: ")
        .withMessageContaining("not_there");
  }
}
