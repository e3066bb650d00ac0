package dev.chatwright.server.configuration;

import java.util.List;

/**
 * How chats behave. Immutable.
 *
 * @param feedbackReasons the reasons that people may choose from when they rate a reply
 * @param defaultPersona the id of the persona that new chats begin with
 * @param deletedKeptDays how many days a deleted chat can be restored
 * @param titles whether the model gives chats their titles
 * @param followUps whether the model suggests what to ask next
 * @param heartbeatSeconds how often a silent stream says that it lives
 */
public record ChatSection(
    List<String> feedbackReasons,
    String defaultPersona,
    int deletedKeptDays,
    boolean titles,
    boolean followUps,
    int heartbeatSeconds) {}
