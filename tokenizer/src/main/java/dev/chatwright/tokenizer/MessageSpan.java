package dev.chatwright.tokenizer;

/**
 * The tokens that a stretch of a message became. Immutable.
 *
 * <p>A token belongs to the message in which it begins.
 *
 * @param message the index of the message
 * @param fromToken the first token
 * @param toToken the token after the last
 */
public record MessageSpan(int message, int fromToken, int toToken) {}
