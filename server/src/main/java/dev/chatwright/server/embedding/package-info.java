/** Texts to vectors over HTTP. */
@NullMarked
package dev.chatwright.server.embedding;

import org.jspecify.annotations.NullMarked;
