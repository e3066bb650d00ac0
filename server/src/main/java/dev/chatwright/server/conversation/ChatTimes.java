package dev.chatwright.server.conversation;

import java.time.Duration;

/**
 * How long things are waited for and kept.
 *
 * <p>Immutable.
 *
 * @param heartbeat how long a stream may be silent
 * @param deletedKept how long a deleted conversation can be restored
 * @param eventsKept how long the events of an ended reply can be read again
 */
public record ChatTimes(Duration heartbeat, Duration deletedKept, Duration eventsKept) {
  /** How long events can be read again unless told otherwise. */
  public static final Duration EVENTS_KEPT = Duration.ofDays(1);
}
