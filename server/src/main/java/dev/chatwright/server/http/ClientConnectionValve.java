package dev.chatwright.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Gives each request a {@link ClientConnection}.
 *
 * <p>A servlet learns that its client has gone only by writing, and then late: the first write
 * after the client's goodbye still succeeds, and an answer in one piece is written when all the
 * work is done. So Tomcat is asked to look at the socket without waiting: end of stream means gone.
 */
public final class ClientConnectionValve extends ValveBase {
  static final String ATTRIBUTE = ClientConnection.class.getName();

  /** What Tomcat reports as available when reading failed; more is the client's next request. */
  private static final int READ_FAILED = 1;

  /** Creates the valve. */
  public ClientConnectionValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(ATTRIBUTE, new Line(request.getCoyoteRequest()));
    getNext().invoke(request, response);
  }

  private record Line(org.apache.coyote.Request connection) implements ClientConnection {
    @Override
    public boolean isGone() {
      connection.action(ActionCode.AVAILABLE, true);
      return connection.getAvailable() == READ_FAILED;
    }

    @Override
    public void breakOff() {
      connection.action(ActionCode.CLOSE_NOW, null);
    }
  }
}
