package dev.chatwright.server.configuration;

/**
 * How long people stay signed in. Immutable.
 *
 * @param idleDays after how many days without use a person is signed out
 * @param maxDays after how many days a person signs in again in any case
 */
public record SessionsSection(int idleDays, int maxDays) {}
