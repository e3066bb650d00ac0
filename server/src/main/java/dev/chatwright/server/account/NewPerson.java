package dev.chatwright.server.account;

/**
 * An account that is to be made.
 *
 * <p>Immutable.
 *
 * @param name what others call the person
 * @param email by what they sign in
 * @param passwordHash the hash of the password
 */
record NewPerson(String name, String email, String passwordHash) {
  /** Returns the account without the password's hash, which must not reach a log. */
  @Override
  public String toString() {
    return "NewPerson[]";
  }
}
