package dev.chatwright.server.configuration;

import java.util.List;

/**
 * How chats behave. Immutable.
 *
 * @param feedbackReasons the reasons that people may choose from when they rate a reply
 * @param deletedKeptDays how many days a deleted chat can be restored
 * @param heartbeatSeconds how often a silent stream says that it lives
 */
public record ChatSection(
    List<String> feedbackReasons, int deletedKeptDays, int heartbeatSeconds) {}
