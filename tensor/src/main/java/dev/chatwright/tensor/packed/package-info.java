/**
 * Products of activations with weights that were laid out anew for them.
 *
 * <p>What the bytes mean is said here once, in {@link PackedFormat} and {@link RoundedBlock}, and
 * what is computed from them in {@link ScalarPackedKernels}. Sums go input by input or block by
 * block in one order, so that every implementation gives the same bits, for any number of rows and
 * threads.
 */
@NullMarked
package dev.chatwright.tensor.packed;

import org.jspecify.annotations.NullMarked;
