/** Machine code for x86-64, byte by byte. */
@NullMarked
package dev.chatwright.kernels.x86.assembler;

import org.jspecify.annotations.NullMarked;
