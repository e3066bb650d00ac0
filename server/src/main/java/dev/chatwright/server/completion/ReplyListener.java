package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import java.io.IOException;

/**
 * Is told what becomes of the replies to one request, one reply after the other.
 *
 * <p>Confined to the request's thread. Every method may find that the client is gone.
 */
interface ReplyListener {

  /** Nothing has happened for a moment. */
  void waiting() throws IOException;

  /** A prompt is in the model. */
  void begun(int choice, PromptEvaluated prompt) throws IOException;

  /** A reply goes on. */
  void text(int choice, TextGenerated text) throws IOException;

  /** A reply has ended, as it should. */
  void finished(int choice, Finished end) throws IOException;
}
