package dev.chatwright.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that reach no servlet, such as those with a broken path or header.
 *
 * <p>Tomcat's own page for them is HTML and shows where in its code they failed. Safe for use by
 * several threads.
 */
public final class UnreadableRequestValve extends ErrorReportValve {
  /** Creates the valve, as Tomcat does by its name. */
  public UnreadableRequestValve() {}

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      Json.answer(response, refusal(status));
    } catch (IOException gone) {
      throw new UncheckedIOException("the client is gone", gone);
    }
  }

  private static ApiException refusal(int status) {
    return status < 500
        ? ApiException.of(
            status, "unreadable_request", "the request line or a header is malformed or too long")
        : ApiException.failed(status, "internal_error", "the server failed; its log says more");
  }
}
