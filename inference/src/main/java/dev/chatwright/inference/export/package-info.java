/** Models written as files again: merged with an adapter, or in another program's layout. */
@NullMarked
package dev.chatwright.inference.export;

import org.jspecify.annotations.NullMarked;
