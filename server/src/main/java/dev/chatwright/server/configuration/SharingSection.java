package dev.chatwright.server.configuration;

/**
 * Who may share chats. Immutable.
 *
 * @param allowed whether people may share chats by a link
 * @param publicly whether such a link opens for people without an account
 * @param maxDays how many days a link works at most
 */
public record SharingSection(boolean allowed, boolean publicly, int maxDays) {}
