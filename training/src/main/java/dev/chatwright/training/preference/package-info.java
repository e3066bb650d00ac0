/**
 * Losses by which a model learns what people prefer: of the log-probabilities of replies, and
 * nothing else.
 *
 * <p>In double precision, and in the order of the rows, so that the same rows give the same bits.
 * This package knows no network, no tokens and no files.
 */
@NullMarked
package dev.chatwright.training.preference;

import org.jspecify.annotations.NullMarked;
