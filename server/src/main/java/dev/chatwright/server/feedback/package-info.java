/** What people say of replies: the raw material of the learning loop. */
@NullMarked
package dev.chatwright.server.feedback;

import org.jspecify.annotations.NullMarked;
