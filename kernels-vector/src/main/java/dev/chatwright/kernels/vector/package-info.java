/**
 * Kernels on the vectors of the processor.
 *
 * <p>One class per family. Vectors are as wide as the machine prefers, 128, 256 or 512 bits; {@link
 * dev.chatwright.kernels.vector.Lanes} holds the only constants that depend on it. Three habits
 * recur, each measured:
 *
 * <ul>
 *   <li>Hot loops are written out by hand and methods never return vectors to them: C2 stops
 *       inlining in large methods, and a vector that crosses a call is boxed.
 *   <li>Products with one row of activations read one row of weights at a time: several streams at
 *       once defeat the prefetcher.
 *   <li>Addresses are plain numbers into {@link dev.chatwright.tensor.spi.NativeMemory#ALL}.
 * </ul>
 */
@NullMarked
package dev.chatwright.kernels.vector;

import org.jspecify.annotations.NullMarked;
