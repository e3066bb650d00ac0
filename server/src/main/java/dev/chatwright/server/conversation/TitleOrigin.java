package dev.chatwright.server.conversation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who gave a conversation its title. */
public enum TitleOrigin {
  /** There is none. */
  NONE,
  /** It is the first words of the first message, until the model finds a better one. */
  WORDS,
  /** The model. */
  MODEL,
  /** The person, whose word is the last. */
  PERSON;

  @Nullable String wireName() {
    return this == NONE ? null : name().toLowerCase(Locale.ROOT);
  }

  static TitleOrigin of(@Nullable String wireName) {
    return wireName == null ? NONE : valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
