package dev.chatwright.server.configuration;

/**
 * Where conversations are kept. Immutable.
 *
 * @param url a PostgreSQL database, as jdbc:postgresql://HOST/NAME; without one, a file in the home
 *     folder
 * @param user the user of the PostgreSQL database
 * @param password the password of that user
 */
public record StorageSection(String url, String user, String password) {

  /** Returns the section without its secret, which must not reach a log. */
  @Override
  public String toString() {
    return "StorageSection";
  }
}
