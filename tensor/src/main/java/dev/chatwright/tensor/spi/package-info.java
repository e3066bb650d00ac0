/** What a module implements to offer faster kernels. */
@NullMarked
package dev.chatwright.tensor.spi;

import org.jspecify.annotations.NullMarked;
