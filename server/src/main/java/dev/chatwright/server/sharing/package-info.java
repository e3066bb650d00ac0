/** Read-only links to conversations, which expire and can be revoked. */
@NullMarked
package dev.chatwright.server.sharing;

import org.jspecify.annotations.NullMarked;
