/** People: who they are, how they come in, and what their roles permit. */
@NullMarked
package dev.chatwright.server.account;

import org.jspecify.annotations.NullMarked;
