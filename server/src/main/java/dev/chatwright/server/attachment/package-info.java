/** Files given to conversations: one way in, one way out, read in a process of their own. */
@NullMarked
package dev.chatwright.server.attachment;

import org.jspecify.annotations.NullMarked;
