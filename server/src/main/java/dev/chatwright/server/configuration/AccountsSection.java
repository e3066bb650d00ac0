package dev.chatwright.server.configuration;

/**
 * What passwords must be like. Immutable.
 *
 * @param minPasswordLength the fewest letters of a password
 * @param throttleAttempts how many wrong passwords in a row make the next attempt wait
 * @param throttleMaxSeconds how long an attempt waits at most
 */
public record AccountsSection(
    int minPasswordLength, int throttleAttempts, int throttleMaxSeconds) {}
