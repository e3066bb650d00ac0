package dev.chatwright.server.conversation;

import dev.chatwright.server.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes for good what its time is over for: deleted conversations, and the events of replies that
 * ended long ago, whose text the messages hold.
 *
 * <p>Safe for use by several threads.
 */
final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int AT_ONCE = 200;
  private static final int FIRST_MINUTES = 1;
  private static final int EVERY_MINUTES = 60;

  /** What hangs on a conversation, in an order that leaves no reference behind. */
  private static final List<String> REMOVALS =
      List.of(
          "delete from generation_event where generation_id in"
              + " (select id from generation where conversation_id = :id)",
          "delete from generation where conversation_id = :id",
          "delete from summary where conversation_id = :id",
          "delete from comparison where conversation_id = :id",
          "delete from feedback where message_id in"
              + " (select id from message where conversation_id = :id)",
          "delete from message_attachment where message_id in"
              + " (select id from message where conversation_id = :id)",
          "delete from share where conversation_id = :id",
          "delete from conversation_tag where conversation_id = :id",
          "delete from message where conversation_id = :id",
          "delete from conversation where id = :id");

  private final Database database;
  private final InstantSource clock;
  private final ChatTimes times;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sweep").factory());

  Sweep(Database database, InstantSource clock, ChatTimes times) {
    this.database = database;
    this.clock = clock;
    this.times = times;
  }

  /** Sweeps from now on, every hour. */
  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweepSafely, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void sweepSafely() {
    try {
      sweep();
    } catch (RuntimeException failure) { // the timer's root; the next hour may be better
      LOG.warn("sweeping failed", failure);
    }
  }

  /** Removes what is due now. */
  void sweep() {
    long deletedBefore = clock.millis() - times.deletedKept().toMillis();
    List<String> due = dueConversations(deletedBefore);
    while (!due.isEmpty()) {
      due.forEach(this::purge);
      due = dueConversations(deletedBefore);
    }
    sweepEvents(clock.millis() - times.eventsKept().toMillis());
  }

  private List<String> dueConversations(long deletedBefore) {
    return database.read(
        sql ->
            sql.sql("select id from conversation where deleted_at < ? order by id limit ?")
                .params(deletedBefore, AT_ONCE)
                .query(String.class)
                .list());
  }

  private void purge(String conversationId) {
    database.write(sql -> remove(sql, conversationId));
  }

  private static int remove(JdbcClient sql, String conversationId) {
    List<String> files =
        sql.sql(
                "select distinct attachment_id from message_attachment where message_id in"
                    + " (select id from message where conversation_id = ?)")
            .param(conversationId)
            .query((row, _) -> row.getString(1))
            .list();
    for (String removal : REMOVALS) {
      sql.sql(removal).param("id", conversationId).update();
    }
    for (String file : files) {
      sql.sql(
              "delete from attachment where id = ? and not exists"
                  + " (select 1 from message_attachment where attachment_id = ?)")
          .params(file, file)
          .update();
    }
    return files.size();
  }

  private void sweepEvents(long endedBefore) {
    List<String> ended = endedWithEvents(endedBefore);
    while (!ended.isEmpty()) {
      List<String> some = ended;
      database.write(
          sql ->
              sql.sql("delete from generation_event where generation_id in (:ids)")
                  .param("ids", some)
                  .update());
      ended = endedWithEvents(endedBefore);
    }
  }

  private List<String> endedWithEvents(long endedBefore) {
    return database.read(
        sql ->
            sql.sql(
                    "select id from generation where ended_at < ? and exists"
                        + " (select 1 from generation_event where generation_id = generation.id)"
                        + " limit ?")
                .params(endedBefore, AT_ONCE)
                .query(String.class)
                .list());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
