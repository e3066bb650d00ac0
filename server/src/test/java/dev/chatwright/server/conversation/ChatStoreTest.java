package dev.chatwright.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Role;
import dev.chatwright.server.account.People;
import dev.chatwright.server.store.SqliteDatabase;
import dev.chatwright.server.store.TimeOrderedIds;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatStoreTest {
  private static final int MANY = 10_000;

  @TempDir Path home;
  private long now = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private SqliteDatabase database;
  private Vault vault;
  private TimeOrderedIds ids;
  private Conversations conversations;
  private Messages messages;
  private String person;

  @BeforeEach
  void open() throws IOException {
    database = SqliteDatabase.open(home.resolve("chat.db"), this::instant, 10);
    vault = new Vault(database, MasterKey.in(home.resolve("keys"), false), this::instant);
    ids = new TimeOrderedIds(this::instant);
    conversations = new Conversations(database, vault);
    messages = new Messages(database, vault);
    person = new People(database, vault, ids, this::instant).alone();
  }

  private Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String conversation(int messageCount) {
    String id = ids.next();
    List<Message> all = new ArrayList<>();
    @Nullable String parent = null;
    for (int i = 0; i < messageCount; i++) {
      Message message = message(id, parent, i % 2 == 0 ? Role.USER : Role.ASSISTANT, "word" + i);
      all.add(message);
      parent = message.id();
    }
    @Nullable String last = parent;
    database.write(
        sql -> {
          conversations.insert(
              sql, Conversation.begun(id, person, now).holding(messageCount, last, now));
          all.forEach(message -> messages.insert(sql, message));
          return id;
        });
    return id;
  }

  private Message message(String conversation, @Nullable String parent, Role role, String text) {
    return new Message(
        ids.next(),
        conversation,
        person,
        parent,
        role,
        MessageState.COMPLETE,
        text,
        false,
        null,
        null,
        MessageDetails.NONE,
        now++);
  }

  @Test
  void tenThousandMessagesOfOneChatAreAPathOfWhichAPageIsOpened() {
    String id = conversation(MANY);

    ConversationTree<MessageState> tree = messages.tree(id);
    var path = tree.path(tree.newestLeaf().orElseThrow().id());
    List<Message> page =
        messages.list(
            person,
            path.subList(MANY - 3, MANY).stream().map(node -> node.id()).toList(),
            Purpose.SHOW);

    assertThat(path).hasSize(MANY);
    assertThat(page).extracting(Message::text).containsExactly("word9997", "word9998", "word9999");
  }

  @Test
  void searchLooksAtPagesAndSaysWhenItStoppedAtItsLimit() {
    conversation(5000);
    Search search = new Search(database, vault);

    var all = search.find(person, "word4999", 10);
    var some = search.find(person, "WORD", 10);

    assertThat(all.hits()).hasSize(1);
    assertThat(all.complete()).isTrue();
    assertThat(some.hits()).hasSize(10);
    assertThat(some.hits().getFirst().excerpt().text()).isEqualTo("word4999");
    assertThat(some.complete()).isFalse();
  }

  @Test
  void aMessageMovedToAnotherRowIsShownAsDamagedAndTheOthersAreNot() {
    String id = conversation(3);
    List<String> path = messages.tree(id).depthFirst().stream().map(node -> node.id()).toList();
    database.write(
        sql ->
            sql.sql(
                    "update message set body = (select body from message where id = ?) where id ="
                        + " ?")
                .params(path.get(0), path.get(1))
                .update());

    List<Message> page = messages.list(person, path, Purpose.SHOW);

    assertThat(page).extracting(Message::damaged).containsExactly(false, true, false);
    assertThat(page.get(1).text()).isEqualTo(Message.DAMAGED_NOTE);
    assertThat(page.get(2).text()).isEqualTo("word2");
  }

  @Test
  void whatWasDeletedIsGoneForGoodOnceItsTimeIsOver() {
    String kept = conversation(4);
    String deleted = conversation(4);
    database.write(
        sql ->
            sql.sql("update conversation set deleted_at = ? where id = ?")
                .params(now, deleted)
                .update());
    try (Sweep sweep =
        new Sweep(
            database,
            this::instant,
            new ChatTimes(Duration.ofSeconds(10), Duration.ofDays(30), ChatTimes.EVENTS_KEPT))) {
      now += Duration.ofDays(29).toMillis();
      sweep.sweep();
      assertThat(conversations.find(person, deleted, Purpose.SHOW)).isPresent();
      now += Duration.ofDays(2).toMillis();
      sweep.sweep();
    }

    assertThat(conversations.find(person, deleted, Purpose.SHOW)).isEqualTo(Optional.empty());
    assertThat(messages.tree(deleted).size()).isZero();
    assertThat(messages.tree(kept).size()).isEqualTo(4);
  }

  @Test
  void anOrphanCannotBeStored() {
    String id = conversation(2);
    String other = conversation(2);
    String foreign = messages.tree(other).roots().getFirst().id();
    Message orphan = message(id, foreign, Role.USER, "lost");

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                database.write(
                    sql -> {
                      messages.insert(sql, orphan);
                      return 1;
                    }))
        .isInstanceOf(dev.chatwright.server.store.StorageException.class);
  }
}
