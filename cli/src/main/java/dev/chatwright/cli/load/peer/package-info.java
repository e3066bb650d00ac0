/**
 * The programs that Chatwright is measured beside: where they are, how they are run, and how what
 * they gave is compared. None of them is part of Chatwright; each is found on the machine or
 * missing, and then the message says how to get it.
 */
@NullMarked
package dev.chatwright.cli.load.peer;

import org.jspecify.annotations.NullMarked;
