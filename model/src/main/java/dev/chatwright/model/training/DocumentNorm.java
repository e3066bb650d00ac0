package dev.chatwright.model.training;

/**
 * How long the gradient is that a document of a batch would have alone.
 *
 * <p>Immutable.
 *
 * @param fromRow its first row
 * @param toRow the row after its last
 * @param norm {@code √Σ g²} over all that learns
 */
public record DocumentNorm(int fromRow, int toRow, double norm) {}
