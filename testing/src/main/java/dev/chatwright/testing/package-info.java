/**
 * What the tests of several modules share: a tokenizer of bytes, comparisons, and where the data
 * outside the repository is.
 *
 * <p>No JPMS module: tests alone use it, and those find it on the class path. {@code tensor} and
 * {@code tokenizer}, on which it stands, cannot use it.
 */
@NullMarked
package dev.chatwright.testing;

import org.jspecify.annotations.NullMarked;
