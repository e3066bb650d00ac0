package dev.chatwright.server.account;

import java.util.List;

/**
 * What a client must know of the server to offer the right things.
 *
 * <p>Immutable.
 *
 * @param version the server's version
 * @param defaultModel the id of the model that replies unless another is chosen
 * @param feedbackReasons the reasons that can be given with a thumb
 * @param maxAttachmentBytes the most bytes of one attachment
 * @param maxShareDays how long a link may be good
 * @param sharing whether links can be made at all
 * @param deletedKeptDays how long what was deleted can be restored
 */
public record ServerFacts(
    String version,
    String defaultModel,
    List<String> feedbackReasons,
    long maxAttachmentBytes,
    int maxShareDays,
    boolean sharing,
    int deletedKeptDays) {

  /** Copies the reasons. */
  public ServerFacts {
    feedbackReasons = List.copyOf(feedbackReasons);
  }
}
