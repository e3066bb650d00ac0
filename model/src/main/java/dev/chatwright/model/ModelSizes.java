package dev.chatwright.model;

/**
 * The sizes from which a new model of a known architecture is made.
 *
 * <p>Immutable.
 *
 * @param vocabularySize V
 * @param layers how many blocks
 * @param heads how many heads queries, keys and values have; divides {@code width}
 * @param width C
 * @param feedForwardWidth F
 * @param contextLength the longest sequence
 * @param window how many positions layers with a window see; used by architectures that have both
 *     kinds of layers
 */
public record ModelSizes(
    int vocabularySize,
    int layers,
    int heads,
    int width,
    int feedForwardWidth,
    int contextLength,
    int window) {}
