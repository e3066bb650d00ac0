package dev.chatwright.server;

/** Accounts, invitations and sessions, kept in PostgreSQL. */
class EntranceOnPostgresTest extends EntranceTest {
  @Override
  ServerOptions options() {
    return PostgresHome.options().withTeam();
  }
}
