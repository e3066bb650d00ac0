package dev.chatwright.server.sharing;

/**
 * Who may share what with whom.
 *
 * <p>Immutable.
 *
 * @param allowed whether links may be made at all
 * @param open whether a link alone is enough to read, without being signed in
 * @param maxDays the longest time a link may live
 */
public record SharingOptions(boolean allowed, boolean open, int maxDays) {}
