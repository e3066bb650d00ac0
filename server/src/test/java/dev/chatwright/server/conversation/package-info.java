/** Tests of conversations as they are stored. */
@NullMarked
package dev.chatwright.server.conversation;

import org.jspecify.annotations.NullMarked;
