/**
 * A load of chats on a server that is killed and started again, and of streams that are cut, with
 * the count of what got lost. Only {@code bench crash} and its test come here; the model of that
 * server is canned, so that no engine is needed and every reply is known beforehand.
 */
@NullMarked
package dev.chatwright.cli.crash;

import org.jspecify.annotations.NullMarked;
