package dev.chatwright.training.data;

/**
 * An example and where it begins.
 *
 * @param example the example
 * @param place its first line, or its row
 */
public record PlacedExample(Example example, Place place) {}
