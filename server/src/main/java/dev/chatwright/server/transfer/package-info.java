/** Conversations from other products, and to files. */
@NullMarked
package dev.chatwright.server.transfer;

import org.jspecify.annotations.NullMarked;
