package dev.chatwright.server.configuration;

/**
 * How long invitations hold. Immutable.
 *
 * @param validHours how many hours an invitation can be accepted
 */
public record InvitationsSection(int validHours) {}
