package dev.chatwright.server.configuration;

/**
 * Which copies are kept. Immutable.
 *
 * @param beforeMigration whether a copy of the data is kept before a new version changes its form
 * @param keep how many such copies are kept
 */
public record BackupSection(boolean beforeMigration, int keep) {}
