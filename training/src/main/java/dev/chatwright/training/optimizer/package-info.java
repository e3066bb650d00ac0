/**
 * How weights follow from their gradients, and how far each step goes.
 *
 * <p>The same gradients give the same bits, whatever the number of threads. This package knows
 * parameters and no network, no data and no run.
 */
@NullMarked
package dev.chatwright.training.optimizer;

import org.jspecify.annotations.NullMarked;
