package dev.chatwright.server.conversation;

import java.util.Map;

/**
 * Adds what another feature knows to the views of messages: feedback, attachments, the names of
 * personas.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface MessageDecoration {
  /**
   * Adds to a page of messages.
   *
   * @param personId whose messages they are
   * @param views the views by the ids of their messages, at most a few hundred
   */
  void decorate(String personId, Map<String, MessageView> views);
}
