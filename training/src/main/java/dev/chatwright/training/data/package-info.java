/**
 * Data to train on: reading it in the shapes it is found in, preparing it, and packing it.
 *
 * <h2>Conventions</h2>
 *
 * <ul>
 *   <li>Files come from strangers: a row, its depth and everything kept of it is bounded before it
 *       is allocated.
 *   <li>The same inputs and options give the same bytes, whatever the number of threads.
 *   <li>What was read is named by its {@linkplain dev.chatwright.training.data.Place place}.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * <p>Data that cannot be used throws {@link dev.chatwright.training.data.DataException}, which says
 * where it is, what was found and what was expected.
 */
@NullMarked
package dev.chatwright.training.data;

import org.jspecify.annotations.NullMarked;
