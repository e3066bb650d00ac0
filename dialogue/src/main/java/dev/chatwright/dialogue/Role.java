package dev.chatwright.dialogue;

/** Who wrote a message. Immutable. */
public enum Role {
  /** The instructions above a conversation. */
  SYSTEM("system"),
  /** A person. */
  USER("user"),
  /** A model, with what its tools gave. */
  ASSISTANT("assistant");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in interfaces and exports. */
  public String wireName() {
    return wireName;
  }
}
