package dev.chatwright.dialogue;

/**
 * One message of the path that a model is to read. Immutable.
 *
 * @param nodeId its node
 * @param role who wrote it
 * @param text what it says
 */
public record Turn(String nodeId, Role role, String text) {}
