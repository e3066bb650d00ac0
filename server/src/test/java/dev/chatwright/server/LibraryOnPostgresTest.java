package dev.chatwright.server;

/** Personas, prompts, folders and tags, kept in PostgreSQL. */
class LibraryOnPostgresTest extends LibraryTest {
  @Override
  ServerOptions options() {
    return PostgresHome.options();
  }
}
