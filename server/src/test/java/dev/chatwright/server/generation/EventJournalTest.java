package dev.chatwright.server.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.account.People;
import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.SqliteDatabase;
import dev.chatwright.server.store.StorageException;
import dev.chatwright.server.store.TimeOrderedIds;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventJournalTest {
  private static final ReplyRequest REQUEST =
      new ReplyRequest("scripted", null, "", 0, 1, 10, null, false, null);

  @TempDir Path home;
  private FullDisk database;
  private EventLog log;
  private LiveReply reply;

  @BeforeEach
  void open() throws IOException {
    InstantSource clock = InstantSource.system();
    database = new FullDisk(SqliteDatabase.open(home.resolve("chat.db"), clock, 10));
    Vault vault = new Vault(database, MasterKey.in(home.resolve("keys"), false), clock);
    TimeOrderedIds ids = new TimeOrderedIds(clock);
    String person = new People(database, vault, ids, clock).alone();
    log = new EventLog(database, vault);
    Message message =
        new Message(
            ids.next(),
            ids.next(),
            person,
            null,
            Role.ASSISTANT,
            MessageState.WRITING,
            "",
            false,
            null,
            null,
            MessageDetails.NONE,
            1);
    PlannedReply planned = PlannedReply.goingOn(message, ids.next(), REQUEST);
    database.write(
        sql -> {
          new Conversations(database, vault)
              .insert(sql, Conversation.begun(message.conversationId(), person, 1));
          new Messages(database, vault).insert(sql, message);
          new Generations(database, vault, clock).insert(sql, planned.generation(), REQUEST);
          return planned;
        });
    reply = new LiveReply(planned.generation(), REQUEST, 0);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<StoredEvent> stored() {
    Generation generation = reply.generation();
    return log.after(generation.id(), generation.personId(), 0, 1000);
  }

  @Test
  void nothingIsShownThatIsNotStored() throws Exception {
    database.refusals.set(1);
    try (EventJournal journal = new EventJournal(database, log, reply)) {
      journal.addText("one ");
      while (database.refusals.get() > 0) {
        Thread.onSpinWait();
      }

      assertThat(reply.stored()).isZero();
      journal.addText("two ");
      assertThat(journal.finish()).isTrue();
    }

    List<StoredEvent> shown = reply.after(0, Duration.ZERO).events();
    assertThat(shown).isEqualTo(stored());
    assertThat(shown.stream().map(event -> Events.addedText(event.json())).toList())
        .containsExactly("one ", "two ");
  }

  @Test
  void whatComesDuringACommitBecomesOneEvent() throws Exception {
    database.refusals.set(1);
    try (EventJournal journal = new EventJournal(database, log, reply)) {
      journal.addText("first");
      while (database.refusals.get() > 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 100; i++) {
        journal.addText(".");
      }
      journal.finish();
    }

    assertThat(stored()).hasSize(2);
    assertThat(Events.addedText(stored().getLast().json())).isEqualTo(".".repeat(100));
  }

  @Test
  void textAndOtherEventsKeepTheirOrder() throws Exception {
    try (EventJournal journal = new EventJournal(database, log, reply)) {
      journal.add(Events.summarising());
      journal.addText("a");
      journal.add(Events.abort());
      journal.addText("b");
      journal.finish();
    }

    assertThat(stored().stream().map(StoredEvent::json).toList())
        .containsSubsequence(
            Events.summarising(), Events.delta("a"), Events.abort(), Events.delta("b"));
    assertThat(stored().getLast().sequence()).isEqualTo(stored().size());
  }

  @Test
  void aReaderFarBehindIsSentToTheStore() throws Exception {
    for (int i = 1; i <= 500; i++) {
      reply.publish(List.of(new StoredEvent(i, Events.delta("x"))));
    }

    assertThat(reply.after(0, Duration.ZERO).inStore()).isTrue();
    assertThat(reply.after(498, Duration.ZERO).events()).hasSize(2);
  }

  /** A disk that is full for a while. */
  private static final class FullDisk implements Database {
    private final Database database;
    private final AtomicInteger refusals = new AtomicInteger();

    FullDisk(Database database) {
      this.database = database;
    }

    @Override
    public String kind() {
      return database.kind();
    }

    @Override
    public <T> T readApart(Work<T> work) {
      return database.readApart(work);
    }

    @Override
    public <T> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public <T> CompletableFuture<T> writeSoon(Work<T> work) {
      return refusals.get() > 0 && refusals.getAndDecrement() > 0
          ? CompletableFuture.failedFuture(
              new StorageException(StorageException.Kind.DISK_FULL, "the disk is full"))
          : database.writeSoon(work);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
