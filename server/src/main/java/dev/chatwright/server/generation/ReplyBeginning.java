package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores replies that are asked for, in a transaction, and has them written after it.
 *
 * <p>Safe for use by several threads.
 */
final class ReplyBeginning {
  private static final int MOST_OPEN = 50;
  private static final int SOON_SECONDS = 10;

  private final Messages messages;
  private final Generations generations;
  private final ReplyKeeper keeper;
  private final Replies replies;

  ReplyBeginning(Messages messages, Generations generations, ReplyKeeper keeper, Replies replies) {
    this.messages = messages;
    this.generations = generations;
    this.keeper = keeper;
    this.replies = replies;
  }

  /** Stores a new reply without a word, its generation, and unless it waits, its first event. */
  void store(JdbcClient sql, PlannedReply planned) {
    messages.insert(sql, planned.message());
    storeGeneration(sql, planned);
  }

  /** Stores that a reply which is there is gone on with. */
  void storeGoingOn(JdbcClient sql, PlannedReply planned) {
    messages.updateState(sql, planned.message().id(), MessageState.WRITING);
    storeGeneration(sql, planned);
  }

  private void storeGeneration(JdbcClient sql, PlannedReply planned) {
    requireRoom(sql, planned.generation().personId());
    generations.insert(sql, planned.generation(), planned.request());
    if (planned.generation().state() == Generation.State.RUNNING) {
      keeper.insertStart(sql, planned.generation(), planned.request());
    }
  }

  /** Each waits on a thread of its own, so nobody may have any number of them. */
  private void requireRoom(JdbcClient sql, String personId) {
    if (generations.countOpen(sql, personId) >= MOST_OPEN) {
      throw ApiException.comeBack(
          429,
          "too_many_replies",
          "%d replies are being written for you or wait, the most there may be"
              .formatted(MOST_OPEN),
          SOON_SECONDS);
    }
  }

  /** Writes a reply that is on disk. */
  void launch(PlannedReply planned) {
    replies.launch(planned.generation(), planned.request());
  }
}
