/** The command line: thin commands over the other modules; the only code that prints. */
@NullMarked
package dev.chatwright.cli;

import org.jspecify.annotations.NullMarked;
