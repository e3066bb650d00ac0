package dev.chatwright.checkpoint;

/**
 * A model that {@link ModelPuller#pull} fetches by its name.
 *
 * <p>Immutable.
 *
 * @param id the name
 * @param description what it is for, in a sentence
 * @param bytes how much there is to fetch
 */
public record PullableModel(String id, String description, long bytes) {}
