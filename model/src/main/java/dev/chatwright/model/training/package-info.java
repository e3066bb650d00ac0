/**
 * The same networks, with a backward pass: from tokens and targets to a loss and its gradients.
 *
 * <p>A layer has its backward beside its forward and keeps no state: what one needs of the other is
 * in {@link dev.chatwright.model.training.TrainableTransformer}'s memory, planned before the first
 * step. The layers of {@link dev.chatwright.model} read quantised weights, share a cache and
 * overwrite what they no longer need; these read floats, see whole documents and keep every
 * activation. Both interpret the same {@link dev.chatwright.model.ArchSpec} with the same kernels,
 * and tests hold their logits together.
 *
 * <p>It knows neither texts nor files, and no optimiser.
 */
@NullMarked
package dev.chatwright.model.training;

import org.jspecify.annotations.NullMarked;
