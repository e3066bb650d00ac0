package dev.chatwright.server;

/** Conversations over HTTP, kept in PostgreSQL. */
class ConversationOnPostgresTest extends ConversationTest {
  @Override
  ServerOptions options() {
    return PostgresHome.options();
  }
}
