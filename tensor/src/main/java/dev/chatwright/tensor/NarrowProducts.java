package dev.chatwright.tensor;

/**
 * Products with panels whose numbers have fewer bits than floats.
 *
 * @param halves with panels of half floats, {@link KeyValueType#F16}
 * @param bytes with panels of the bytes of {@link KeyValueType#Q8}, without their scales
 */
public record NarrowProducts(PanelProducts halves, PanelProducts bytes) {}
