package dev.chatwright.cli.load.peer;

/**
 * How fast a model was read and written.
 *
 * <p>Immutable.
 *
 * @param prompt tokens of the prompt a second
 * @param reply tokens of the reply a second
 */
public record Speeds(double prompt, double reply) {}
