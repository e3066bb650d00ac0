/** Tests of blocks on disk. */
@NullMarked
package dev.chatwright.inference.spill;

import org.jspecify.annotations.NullMarked;
