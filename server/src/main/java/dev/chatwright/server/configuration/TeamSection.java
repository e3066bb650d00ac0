package dev.chatwright.server.configuration;

/**
 * Whether there are accounts. Immutable.
 *
 * @param enabled whether people sign in with accounts of their own
 */
public record TeamSection(boolean enabled) {}
