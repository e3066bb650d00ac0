package dev.chatwright.server.account;

/** A change would leave nobody who can look after the server; nothing was changed. */
public final class LastAdministratorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LastAdministratorException() {
    super("the last active administrator can be neither deactivated nor demoted");
  }
}
