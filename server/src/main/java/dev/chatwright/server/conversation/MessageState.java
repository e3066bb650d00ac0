package dev.chatwright.server.conversation;

import java.util.Locale;

/** How far a message has come. */
public enum MessageState {
  /** It is whole. */
  COMPLETE,
  /** It waits for the reply before it. */
  QUEUED,
  /** It is being written. */
  WRITING,
  /** The token limit ended it. */
  CUT,
  /** The person ended it. */
  STOPPED,
  /** The server stopped while it was written. */
  INTERRUPTED,
  /** The model or the server failed while it was written. */
  FAILED;

  /** Returns the name in the store and the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the state of that name. */
  public static MessageState of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /** Returns whether a reply of this state can be gone on with. */
  public boolean canGoOn() {
    return this == CUT || this == STOPPED || this == INTERRUPTED || this == FAILED;
  }

  /** Returns whether it still changes by itself. */
  public boolean isOpen() {
    return this == QUEUED || this == WRITING;
  }
}
