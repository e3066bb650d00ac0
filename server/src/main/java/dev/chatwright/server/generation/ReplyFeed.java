package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.generation.LiveReply.News;
import dev.chatwright.server.vault.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The events of one reply for one reader: from the store what is there, then from memory as they
 * come. Confined to one thread.
 */
final class ReplyFeed {
  private static final int PAGE = 200;
  private static final Duration GLIMPSE = Duration.ofMillis(20);
  private static final Duration LONGEST_GLIMPSE = Duration.ofSeconds(1);

  private final Replies replies;
  private final Generations generations;
  private final EventLog log;
  private final Messages messages;
  private final String generationId;
  private final String personId;
  private long position;
  private Duration glimpse = GLIMPSE;
  private boolean ended;

  ReplyFeed(
      Replies replies,
      Generations generations,
      EventLog log,
      Messages messages,
      String generationId,
      String personId,
      long position) {
    this.replies = replies;
    this.generations = generations;
    this.log = log;
    this.messages = messages;
    this.generationId = generationId;
    this.personId = personId;
    this.position = position;
  }

  /** Whether every event has been returned. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Returns the next events, waiting for the first; empty when there was none in time.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  List<StoredEvent> next(Duration atMost) throws InterruptedException {
    Optional<LiveReply> live = replies.find(generationId);
    List<StoredEvent> events = live.isPresent() ? fromLive(live.get(), atMost) : fromStore();
    if (!events.isEmpty()) {
      position = events.getLast().sequence();
    }
    return events;
  }

  private List<StoredEvent> fromLive(LiveReply reply, Duration atMost) throws InterruptedException {
    News news = reply.after(position, atMost);
    if (news.inStore()) {
      return log.after(generationId, personId, position, PAGE);
    }
    ended = news.ended() && news.events().isEmpty();
    return news.events();
  }

  /** Asks for the state before the events: what ends between the two is seen at the next look. */
  private List<StoredEvent> fromStore() throws InterruptedException {
    Optional<Generation> generation = generations.find(generationId);
    List<StoredEvent> events = log.after(generationId, personId, position, PAGE);
    if (!events.isEmpty()) {
      return events;
    }
    if (generation.isPresent() && generation.get().state().isOpen()) {
      Thread.sleep(glimpse); // it was stored a moment ago, and is about to be written
      glimpse =
          glimpse.multipliedBy(2).compareTo(LONGEST_GLIMPSE) < 0
              ? glimpse.multipliedBy(2)
              : LONGEST_GLIMPSE;
      return List.of();
    }
    ended = true;
    return generation.map(this::replacement).orElse(List.of());
  }

  /** The log of a reply that ended long ago is no longer kept; its text is. */
  private List<StoredEvent> replacement(Generation generation) {
    if (!log.after(generationId, personId, 0, 1).isEmpty()) {
      return List.of();
    }
    String text =
        messages.find(personId, generation.messageId(), Purpose.SHOW).map(Message::text).orElse("");
    String end =
        switch (generation.state()) {
          case STOPPED -> Events.abort();
          case INTERRUPTED -> Events.interrupted();
          case FAILED -> Events.error("failed", "The reply failed.");
          case FINISHED, QUEUED, RUNNING -> Events.finish("stop", Optional.empty());
        };
    return List.of(
        new StoredEvent(position + 1, Events.text(text)), new StoredEvent(position + 2, end));
  }
}
