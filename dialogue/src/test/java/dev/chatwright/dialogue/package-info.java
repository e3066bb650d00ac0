/** Tests of the conversation tree, the context and the small tasks. */
@NullMarked
package dev.chatwright.dialogue;

import org.jspecify.annotations.NullMarked;
