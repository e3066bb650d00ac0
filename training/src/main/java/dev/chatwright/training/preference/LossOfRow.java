package dev.chatwright.training.preference;

/**
 * What a loss finds in one row.
 *
 * <p>Immutable.
 *
 * @param loss the loss
 * @param byFirst its derivative by ln p of the first reply
 * @param bySecond the same of the second
 * @param margin how far the model prefers what it should; above 0 where it does
 */
record LossOfRow(double loss, double byFirst, double bySecond, double margin) {}
