package dev.chatwright.server.organising;

/**
 * A folder or tag.
 *
 * <p>Immutable.
 *
 * @param id the id
 * @param name what the person calls it
 */
record Label(String id, String name) {}
