/** Tests of how replies are kept while they are written. */
@NullMarked
package dev.chatwright.server.generation;

import org.jspecify.annotations.NullMarked;
