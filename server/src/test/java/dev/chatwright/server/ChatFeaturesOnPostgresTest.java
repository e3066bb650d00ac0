package dev.chatwright.server;

/** Feedback, attachments and links, kept in PostgreSQL. */
class ChatFeaturesOnPostgresTest extends ChatFeaturesTest {
  @Override
  ServerOptions options() {
    return PostgresHome.options();
  }
}
