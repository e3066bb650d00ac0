package dev.chatwright.server.generation;

import java.util.List;

/**
 * What a model is to go on from.
 *
 * <p>Immutable.
 *
 * @param personId whose conversation it is
 * @param conversationId the conversation
 * @param branch the messages from the first to the one that is answered, or gone on with
 * @param system the instructions, or an empty text
 * @param reserve the tokens kept for the reply
 */
record Asked(
    String personId, String conversationId, List<String> branch, String system, int reserve) {
  Asked {
    branch = List.copyOf(branch);
  }
}
