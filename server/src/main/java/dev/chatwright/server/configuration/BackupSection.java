package dev.chatwright.server.configuration;

/**
 * Which copies are kept. Immutable.
 *
 * @param keep how many copies are kept that are made before a new version changes the form of the
 *     data
 */
public record BackupSection(int keep) {}
