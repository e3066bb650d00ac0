/**
 * Replies while they are written: each is a log of events that are stored before anybody sees them,
 * so that any number of readers can come, go and come back without losing or doubling one.
 */
@NullMarked
package dev.chatwright.server.generation;

import org.jspecify.annotations.NullMarked;
