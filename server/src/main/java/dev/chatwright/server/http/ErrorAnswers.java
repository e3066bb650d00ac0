package dev.chatwright.server.http;

import dev.chatwright.server.store.StorageException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns whatever a controller throws into an error in OpenAI's shape.
 *
 * <p>Safe for use by several threads.
 */
@RestControllerAdvice
public final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  /** Creates the advice. */
  public ErrorAnswers() {}

  @ExceptionHandler
  void refused(ApiException refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, refusal);
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  void unknownPath(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = Quote.brief(request.getMethod() + " " + request.getRequestURI());
    Json.answer(response, ApiException.of(404, "not_found", "nothing is found at " + path));
  }

  @ExceptionHandler
  void wrongMethod(
      HttpRequestMethodNotSupportedException wrong,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String[] allowed = wrong.getSupportedMethods();
    String methods = allowed == null ? "" : String.join(", ", allowed);
    response.setHeader("Allow", methods);
    Json.answer(
        response,
        ApiException.of(
            405,
            "method_not_allowed",
            "%s takes %s, not %s"
                .formatted(
                    Quote.brief(request.getRequestURI()),
                    methods,
                    Quote.brief(wrong.getMethod()))));
  }

  /** What could not be stored is told with its reason: the client keeps it and can try again. */
  @ExceptionHandler
  void notStored(StorageException failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, refusal(failure));
  }

  /** Returns what a client is told of a store that failed; the log is told the cause. */
  public static ApiException refusal(StorageException failure) {
    LOG.warn("the store failed: {}", failure.getMessage(), failure.getCause());
    String said = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case DISK_FULL -> ApiException.failed(507, "disk_full", said);
      case READ_ONLY -> ApiException.failed(503, "storage_read_only", said);
      case DAMAGED -> ApiException.failed(503, "storage_damaged", said);
      case CLOSED -> ApiException.comeBack(503, "stopping", said, 5);
      case BUSY -> ApiException.comeBack(503, "storage_busy", said, 5);
      case UNREACHABLE -> ApiException.comeBack(503, "storage_unreachable", said, 5);
      case OTHER -> ApiException.failed(500, "storage_failed", said);
    };
  }

  @ExceptionHandler({
    ClientConnection.ClientGoneException.class,
    AsyncRequestNotUsableException.class
  })
  void clientGone() {
    // Nobody is left to answer.
  }

  @ExceptionHandler
  void interrupted(
      InterruptedException stop, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.debug("a request was interrupted", stop);
    answer(request, response, ApiException.comeBack(503, "stopping", "the server is stopping", 5));
    Thread.currentThread().interrupt(); // last, as it would break the answer off
  }

  @ExceptionHandler
  void failed(Exception bug, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = response.getHeader(RequestIdFilter.HEADER);
    if (ClientConnection.of(request).isGone()) {
      LOG.debug("request={} ended while it was answered", id, bug);
      return;
    }
    LOG.error("request={} failed", id, bug);
    answer(
        request,
        response,
        ApiException.failed(
            500, "internal_error", "the server failed; its log says more at request " + id));
  }

  /** An answer that has begun cannot become an error any more; it can only break off. */
  private static void answer(
      HttpServletRequest request, HttpServletResponse response, ApiException refusal)
      throws IOException {
    if (response.isCommitted()) {
      ClientConnection.of(request).breakOff();
      return;
    }
    response.resetBuffer();
    response.setHeader("Content-Disposition", null);
    Json.answer(response, refusal);
  }
}
