/**
 * Training: what is learnt from, how far each step goes, and what is kept of a run.
 *
 * <h2>Conventions</h2>
 *
 * <ul>
 *   <li>The same data, seed and options give the same bytes, whatever the number of threads.
 *   <li>Steps are counted from 0; losses are means in nats per token.
 *   <li>Nothing is allocated in a step but a few small objects.
 * </ul>
 *
 * <p>It knows no HTTP and no people. Text becomes token ids before it gets here.
 *
 * <h2>Errors</h2>
 *
 * <p>A run that cannot go on throws {@link dev.chatwright.training.TrainingException}, which names
 * the step and the tensor.
 */
@NullMarked
package dev.chatwright.training;

import org.jspecify.annotations.NullMarked;
