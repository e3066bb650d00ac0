package dev.chatwright.inference;

import java.util.List;

/**
 * The reply goes on.
 *
 * <p>Immutable.
 *
 * @param text what is new; empty when only a control token came. Never half a character, and never
 *     what may yet turn out to be a stop text
 * @param tokens those whose text is complete with this event
 */
public record TextGenerated(String text, List<GeneratedToken> tokens) implements GenerationEvent {

  /** Copies the list. */
  public TextGenerated {
    tokens = List.copyOf(tokens);
  }
}
