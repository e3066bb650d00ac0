/**
 * What is kept of a run: a folder with what it was, how it went and what came of it.
 *
 * <ul>
 *   <li>{@code run.json}: what is trained from what, where, and how it ended; replaced as a whole.
 *   <li>{@code metrics.jsonl}: a line for each step; only appended to.
 *   <li>{@code reference.jsonl}: what the model said of preferences before it learnt, where a run
 *       compares with that; a line for each row, only appended to.
 *   <li>{@code run.checkpoint}: from what the run goes on; replaced as a whole.
 *   <li>{@code README.md} and {@code curves.svg}: the card of a model that is finished.
 *   <li>{@code run.lock}: held by the process that trains, so that there is one.
 * </ul>
 *
 * <p>A process that ends at any instant leaves a folder from which the run goes on and whose lines
 * can be read. This package knows no network and no optimiser.
 */
@NullMarked
package dev.chatwright.training.runs;

import org.jspecify.annotations.NullMarked;
