/** Import and export of conversations. */
@NullMarked
package dev.chatwright.dialogue.transfer;

import org.jspecify.annotations.NullMarked;
