package dev.chatwright.dialogue;

/**
 * What a model is asked for a small task beside a chat. Immutable.
 *
 * @param system what to do
 * @param user what to do it with
 */
public record TaskPrompt(String system, String user) {}
