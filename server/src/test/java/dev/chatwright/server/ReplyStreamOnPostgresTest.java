package dev.chatwright.server;

/** Streams of replies that are kept in PostgreSQL. */
class ReplyStreamOnPostgresTest extends ReplyStreamTest {
  @Override
  ServerOptions options() {
    return PostgresHome.options();
  }
}
