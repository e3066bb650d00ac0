package dev.chatwright.server.completion;

import dev.chatwright.server.http.ApiError;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.EventStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams that end as clients expect, also when something fails half-way. */
final class Streams {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

  private Streams() {}

  /**
   * Forwards replies and the end. A failure after the first event becomes an event; one before it
   * is thrown on and becomes an ordinary error.
   */
  static void forward(ReplyRun run, Ending listener, EventStream stream)
      throws IOException, InterruptedException {
    try {
      run.tell(listener);
      listener.ended();
      stream.done();
    } catch (ApiException failure) {
      if (!stream.hasBegun()) {
        throw failure;
      }
      stream.send(new ApiError.Body(failure.error()));
    } catch (RuntimeException bug) {
      if (!stream.hasBegun()) {
        throw bug;
      }
      LOG.error("a stream failed", bug);
      ApiException failure =
          ApiException.failed(500, "internal_error", "the server failed; its log says more");
      stream.send(new ApiError.Body(failure.error()));
    }
  }

  /** A listener that has something to say when all replies have ended. */
  interface Ending extends ReplyListener {
    /** All replies have ended. */
    void ended() throws IOException;
  }
}
