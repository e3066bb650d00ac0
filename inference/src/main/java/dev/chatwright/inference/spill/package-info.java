/**
 * Blocks of keys and values on disk: what falls out of the memory, sealed, to be found again after
 * another start.
 *
 * <p>This package knows tokens, salts and bytes, and nothing of networks, people or requests.
 */
@NullMarked
package dev.chatwright.inference.spill;

import org.jspecify.annotations.NullMarked;
