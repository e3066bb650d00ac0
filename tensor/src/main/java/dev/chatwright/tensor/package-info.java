/**
 * Dense tensors over native memory and the kernels that compute on them.
 *
 * <h2>Conventions</h2>
 *
 * <ul>
 *   <li>Storage is row-major and little-endian. A shape is written {@code [rows, columns]} in prose
 *       and in messages; a weight is {@code [outputs, inputs]}.
 *   <li>Letters mean the same thing everywhere: {@code B} batch, {@code T} sequence position,
 *       {@code C} model width, {@code H} heads, {@code D} head width, {@code V} vocabulary size.
 *   <li>Every tensor lies in native memory, so that a kernel may work on plain addresses; its owner
 *       is whoever owns the arena it was allocated from.
 *   <li>A kernel never allocates, never validates and never blocks: its caller has done all three.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * <p>Shape mistakes are programming errors and throw {@link IllegalArgumentException} naming both
 * shapes.
 */
@NullMarked
package dev.chatwright.tensor;

import org.jspecify.annotations.NullMarked;
