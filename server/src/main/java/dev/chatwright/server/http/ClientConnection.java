package dev.chatwright.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The line to the client of one request.
 *
 * <p>Confined to the request's thread.
 */
public interface ClientConnection {

  /** Returns whether the client has hung up. */
  boolean isGone();

  /** Breaks the line off, so that a half answer does not look like a whole one. */
  default void breakOff() {}

  /**
   * Ends the request's work when nobody waits for it any more.
   *
   * @throws ClientGoneException if the client has hung up
   */
  default void requireOpen() throws ClientGoneException {
    if (isGone()) {
      throw new ClientGoneException();
    }
  }

  /** Returns the line of a request. */
  static ClientConnection of(HttpServletRequest request) {
    Object attribute = request.getAttribute(ClientConnectionValve.ATTRIBUTE);
    return attribute instanceof ClientConnection connection ? connection : () -> false;
  }

  /** Has a request's line count as gone as soon as something holds no longer. */
  static void endUnless(HttpServletRequest request, BooleanSupplier holds) {
    ClientConnection line = of(request);
    ClientConnection limited =
        new ClientConnection() {
          @Override
          public boolean isGone() {
            return line.isGone() || !holds.getAsBoolean();
          }

          @Override
          public void breakOff() {
            line.breakOff();
          }
        };
    request.setAttribute(ClientConnectionValve.ATTRIBUTE, limited);
  }

  /** The client has hung up, which is its right and no fault to log. */
  final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    /** Creates the exception. */
    public ClientGoneException() {
      super("the client has hung up");
    }
  }
}
