package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;

/**
 * What an objective found in a batch.
 *
 * <p>Immutable.
 *
 * @param measure the mean loss over the batch, and what belongs to it
 * @param tokens how many rows of the batch it learns from
 */
public record StepLoss(Measure measure, long tokens) {}
