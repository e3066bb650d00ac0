/** Tests of import and export. */
@NullMarked
package dev.chatwright.dialogue.transfer;

import org.jspecify.annotations.NullMarked;
