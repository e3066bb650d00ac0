package dev.chatwright.server.generation;

/**
 * An event of a reply that is on disk.
 *
 * <p>Immutable.
 *
 * @param sequence its place in the log, from 1
 * @param json what it says
 */
record StoredEvent(long sequence, String json) {}
