package dev.chatwright.server.configuration;

/**
 * What may be attached. Immutable.
 *
 * @param maxBytes the largest file that can be attached
 * @param maxSeconds how long reading an attached file may take
 */
public record AttachmentsSection(long maxBytes, int maxSeconds) {}
