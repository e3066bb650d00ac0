package dev.chatwright.server.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that Tomcat itself refuses, such as broken headers, in OpenAI's shape: they
 * never reach a filter or a controller.
 *
 * <p>Safe for use by several threads.
 */
public final class MalformedRequestValve extends ErrorReportValve {
  /** Creates the valve; Tomcat does, by its name. */
  public MalformedRequestValve() {}

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    boolean answered = response.getStatus() < 400 || response.getContentWritten() > 0;
    if (answered || !response.setErrorReported() || !isWritable(response)) {
      return;
    }
    try {
      StrictHeaders.addTo(response, "");
      Json.answer(response, refusal(response.getStatus()));
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      container.getLogger().debug("a client left before it heard of its error", gone);
    }
  }

  private static boolean isWritable(Response response) {
    AtomicBoolean allowed = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }

  private static ApiException refusal(int status) {
    return switch (status) {
      case 405 -> ApiException.of(405, "method_not_allowed", "this method is not allowed here");
      case 431 -> ApiException.of(431, "headers_too_large", "the request's headers are too large");
      default ->
          status < 500
              ? ApiException.of(status, "malformed_request", "the request is not proper HTTP")
              : ApiException.failed(
                  status, "internal_error", "the server failed; its log says more");
    };
  }
}
