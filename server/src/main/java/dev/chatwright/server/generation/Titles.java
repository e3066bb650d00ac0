package dev.chatwright.server.generation;

import dev.chatwright.dialogue.TitleTask;
import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.conversation.TitleOrigin;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the model find titles when it has nothing else to do. A reply that is asked for meanwhile
 * breaks the search for a title off, which begins again later.
 *
 * <p>Safe for use by several threads.
 */
final class Titles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Titles.class);
  private static final int MOST_WAITING = 1000;
  private static final int ATTEMPTS = 5;
  private static final int YOUNG = 6;
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final Speaker speaker;
  private final Replies replies;
  private final SmallTasks tasks;
  private final ConversationNotices notices;
  private final PersonalChoices personal;
  private final BlockingQueue<Generation> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread thread;

  Titles(
      Database database,
      Conversations conversations,
      Messages messages,
      Speaker speaker,
      Replies replies,
      SmallTasks tasks,
      ConversationNotices notices,
      PersonalChoices personal) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.speaker = speaker;
    this.replies = replies;
    this.tasks = tasks;
    this.notices = notices;
    this.personal = personal;
    this.thread = Thread.ofVirtual().name("titles").unstarted(this::run);
  }

  /** Finds titles after replies from now on. */
  void start() {
    // Where a thousand conversations wait for a title, one more keeps its first words.
    replies.afterEach(waiting::offer);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Generation generation = waiting.take();
        try {
          consider(generation);
        } catch (RuntimeException failure) { // this thread's root; the first words stay the title
          LOG.debug("conversation={} has no title", generation.conversationId(), failure);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the server stops
    }
  }

  private void consider(Generation generation) throws InterruptedException {
    Optional<Message> reply =
        messages
            .find(generation.personId(), generation.messageId(), Purpose.REPLY)
            .filter(message -> message.state() == MessageState.COMPLETE);
    for (int attempt = 0; reply.isPresent() && attempt < ATTEMPTS; attempt++) {
      if (!wantsTitle(generation)) {
        return;
      }
      Message answered = reply.get();
      Optional<String> answer = ask(answered);
      if (answer.isPresent()) { // without a title in it, the first words stay
        TitleTask.parse(answer.get()).ifPresent(title -> keep(generation, title));
        return;
      }
    }
  }

  private Optional<String> ask(Message answered) throws InterruptedException {
    String id = answered.model() == null ? speaker.defaultModel() : answered.model();
    try (ModelUse use = speaker.use(id)) {
      awaitIdle(use.model());
      return tasks.titleAnswer(use.model(), answered, replies::isIdle);
    }
  }

  private boolean wantsTitle(Generation generation) {
    return personal.of(generation.personId()).titles()
        && conversations
            .find(generation.personId(), generation.conversationId(), Purpose.SHOW)
            .filter(Titles::isYoung)
            .isPresent();
  }

  private static boolean isYoung(Conversation conversation) {
    boolean own = conversation.titleOrigin() == TitleOrigin.PERSON;
    boolean named = conversation.titleOrigin() == TitleOrigin.MODEL;
    return !own && !named && conversation.messageCount() <= YOUNG;
  }

  private void awaitIdle(TextModel model) throws InterruptedException {
    while (!replies.isIdle() || model.status().active() + model.status().waiting() > 0) {
      Thread.sleep(LOOK_UP);
    }
  }

  private void keep(Generation generation, String title) {
    String personId = generation.personId();
    String id = generation.conversationId();
    boolean kept =
        database.write(sql -> conversations.setTitle(sql, personId, id, title, TitleOrigin.MODEL));
    if (kept) {
      notices.conversation(personId, id);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
