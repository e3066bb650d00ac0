package dev.chatwright.server.configuration;

/**
 * What may be imported. Immutable.
 *
 * @param maxBytes the largest export of another product that can be imported
 */
public record ImportSection(long maxBytes) {}
