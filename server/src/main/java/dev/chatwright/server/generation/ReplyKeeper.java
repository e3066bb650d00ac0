package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores how replies begin and end, each in one transaction.
 *
 * <p>Safe for use by several threads.
 */
final class ReplyKeeper {
  private final Database database;
  private final Messages messages;
  private final Generations generations;
  private final EventLog log;

  ReplyKeeper(Database database, Messages messages, Generations generations, EventLog log) {
    this.database = database;
    this.messages = messages;
    this.generations = generations;
    this.log = log;
  }

  /** Stores the first event of a generation and returns it. */
  StoredEvent insertStart(JdbcClient sql, Generation generation, ReplyRequest request) {
    StoredEvent start = new StoredEvent(1, Events.start(generation.messageId(), request));
    log.insert(sql, generation, start);
    return start;
  }

  /** Begins a queued reply; false when it was taken back. */
  boolean begin(LiveReply reply) {
    Optional<StoredEvent> start = database.write(sql -> begin(sql, reply));
    start.ifPresent(event -> reply.publish(List.of(event)));
    return start.isPresent();
  }

  private Optional<StoredEvent> begin(JdbcClient sql, LiveReply reply) {
    Generation generation = reply.generation();
    if (!generations.begin(sql, generation.id())) {
      return Optional.empty();
    }
    messages.updateState(sql, generation.messageId(), MessageState.WRITING);
    sql.sql(
            "update message set state = 'complete' where state = 'queued' and role ="
                + " 'user' and id = (select parent_id from message where id = ?)")
        .param(generation.messageId())
        .update();
    return Optional.of(insertStart(sql, generation, reply.request()));
  }

  /**
   * Stores the end: text, state and details of the message, the state of the generation and its
   * last event.
   *
   * @return the last event
   */
  StoredEvent end(
      Generation generation, long stored, String added, MessageDetails more, ReplyEnd end) {
    StoredEvent last = new StoredEvent(stored + 1, end.event());
    Optional<Message> message =
        messages
            .find(generation.personId(), generation.messageId(), Purpose.REPLY)
            .map(
                before ->
                    before
                        .withText(before.text() + added)
                        .withState(end.message())
                        .withDetails(details(before.details(), more, end)));
    database.write(
        sql -> {
          message.ifPresent(changed -> messages.update(sql, changed));
          generations.end(sql, generation.id(), end.state());
          log.insert(sql, generation, last);
          return last;
        });
    return last;
  }

  private static MessageDetails details(MessageDetails before, MessageDetails more, ReplyEnd end) {
    MessageDetails all = before.without("failure").without("follow_ups").and(more);
    all = all.with("finish_reason", end.reason());
    if (end.usage().isPresent()) {
      all = all.with("usage", end.usage().get());
    }
    return end.failure().isPresent() ? all.with("failure", end.failure().get().details()) : all;
  }
}
