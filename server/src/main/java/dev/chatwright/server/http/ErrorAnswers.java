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
  void refused(ApiException refusal, HttpServletResponse response) throws IOException {
    Json.answer(response, refusal);
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
  void notStored(StorageException failure, HttpServletResponse response) throws IOException {
    LOG.warn("the store failed: {}", failure.getMessage(), failure.getCause());
    Json.answer(response, answerTo(failure));
  }

  private static ApiException answerTo(StorageException failure) {
    String said = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case DISK_FULL -> ApiException.failed(507, "disk_full", said);
      case READ_ONLY -> ApiException.failed(503, "storage_read_only", said);
      case DAMAGED -> ApiException.failed(503, "storage_damaged", said);
      case CLOSED -> ApiException.comeBack(503, "stopping", said, 5);
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
  void interrupted(InterruptedException stop, HttpServletResponse response) throws IOException {
    Thread.currentThread().interrupt();
    LOG.debug("a request was interrupted", stop);
    Json.answer(response, ApiException.comeBack(503, "stopping", "the server is stopping", 5));
  }

  @ExceptionHandler
  void failed(Exception bug, HttpServletResponse response) throws IOException {
    String id = response.getHeader(RequestIdFilter.HEADER);
    if (response.isCommitted()) {
      LOG.debug("request={} ended while it was answered", id, bug);
      return;
    }
    LOG.error("request={} failed", id, bug);
    Json.answer(
        response,
        ApiException.failed(
            500, "internal_error", "the server failed; its log says more at request " + id));
  }
}
