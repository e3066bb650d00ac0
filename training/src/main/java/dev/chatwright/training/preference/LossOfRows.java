package dev.chatwright.training.preference;

import dev.chatwright.training.runs.Margins;

/**
 * What a loss finds in some rows.
 *
 * <p>The arrays are not copied.
 *
 * @param loss the mean over the rows
 * @param byFirst its derivative by ln p of each row's first reply
 * @param bySecond the same of the second
 * @param margins how far the model prefers what it should
 */
@SuppressWarnings("ArrayRecordComponent") // made for every step and read once
public record LossOfRows(double loss, double[] byFirst, double[] bySecond, Margins margins) {}
