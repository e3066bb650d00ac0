/** Kernels in machine code for x86-64, and what finds out which of them a processor can run. */
@NullMarked
package dev.chatwright.kernels.x86;

import org.jspecify.annotations.NullMarked;
