package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies that are queued or being written, each on a thread of its own that mostly waits.
 *
 * <p>Safe for use by several threads.
 */
final class Replies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final Messages messages;
  private final PromptMaker prompts;
  private final Speaker speaker;
  private final EventLog log;
  private final ReplyKeeper keeper;
  private final ServerMetrics metrics;
  private final ConversationNotices notices;
  private final Map<String, LiveReply> live = new ConcurrentHashMap<>();
  private volatile boolean closing;
  private volatile Consumer<Generation> afterwards = _ -> {};

  Replies(
      Database database,
      Messages messages,
      PromptMaker prompts,
      Speaker speaker,
      EventLog log,
      ReplyKeeper keeper,
      ServerMetrics metrics,
      ConversationNotices notices) {
    this.database = database;
    this.messages = messages;
    this.prompts = prompts;
    this.speaker = speaker;
    this.log = log;
    this.keeper = keeper;
    this.metrics = metrics;
    this.notices = notices;
  }

  /** Has something done after every reply that ended as it should. */
  void afterEach(Consumer<Generation> work) {
    afterwards = work;
  }

  /** The one of that id, while it is queued or being written. */
  Optional<LiveReply> find(String generationId) {
    return Optional.ofNullable(live.get(generationId));
  }

  /** Whether no reply is being written or waited for. */
  boolean isIdle() {
    return live.isEmpty();
  }

  /** Writes a reply that has just been stored, or has it wait for the one before it. */
  void launch(Generation generation, ReplyRequest request) {
    boolean queued = generation.state() == Generation.State.QUEUED;
    LiveReply reply = new LiveReply(generation, request, queued ? 0 : 1);
    if (!queued) {
      reply.publish(List.of(new StoredEvent(1, Events.start(generation.messageId(), request))));
    }
    live.put(generation.id(), reply);
    LiveReply before = generation.afterId() == null ? null : live.get(generation.afterId());
    if (queued && before != null) {
      before.afterEnd(() -> start(reply));
    } else {
      start(reply);
    }
  }

  private void start(LiveReply reply) {
    Thread.ofVirtual().name("reply-" + reply.generation().id()).start(() -> run(reply));
  }

  private void run(LiveReply reply) {
    try {
      boolean queued = reply.generation().state() == Generation.State.QUEUED;
      if (!closing && (!queued || untilStored(reply, () -> keeper.begin(reply)))) {
        write(reply);
      }
    } catch (StorageException failure) {
      LOG.error("generation={} is left as it is", reply.generation().id(), failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      live.remove(reply.generation().id());
      reply.end();
    }
  }

  private void write(LiveReply reply) throws InterruptedException {
    notices.begun(
        reply.generation().personId(),
        reply.generation().conversationId(),
        reply.generation().messageId(),
        reply.generation().id());
    ReplyWriter writer = new ReplyWriter(messages, prompts, speaker, metrics, reply);
    try (EventJournal journal = new EventJournal(database, log, reply)) {
      ReplyEnd end = writer.write(journal);
      if (journal.finish()) {
        StoredEvent last =
            untilStored(
                reply,
                () ->
                    keeper.end(
                        reply.generation(), reply.stored(), writer.text(), writer.details(), end));
        reply.publish(List.of(last));
      }
    }
    live.remove(reply.generation().id());
    notices.changed(reply.generation().personId(), reply.generation().conversationId());
    afterwards.accept(reply.generation());
  }

  /** Tries until it can: a full disk is emptied some time, and until then the text is here. */
  private <T> T untilStored(LiveReply reply, Supplier<T> work) throws InterruptedException {
    while (true) {
      try {
        return work.get();
      } catch (StorageException failure) {
        if (closing || failure.kind() == StorageException.Kind.CLOSED) {
          throw failure;
        }
        LOG.warn("generation={} cannot be stored yet", reply.generation().id(), failure);
        Thread.sleep(AGAIN);
      }
    }
  }

  /** Stops a reply and waits a little for its end. */
  void stop(LiveReply reply) throws InterruptedException {
    reply.stop();
    reply.awaitEnd(PATIENCE);
  }

  /** Nothing more comes of a queued reply that was taken back. */
  void forget(String generationId) {
    LiveReply reply = live.remove(generationId);
    if (reply != null) {
      reply.end();
    }
  }

  /** Stops every reply; what is written of them stays. */
  @Override
  public void close() {
    closing = true;
    List<LiveReply> all = List.copyOf(live.values());
    all.forEach(LiveReply::halt);
    try {
      for (LiveReply reply : all) {
        if (!reply.awaitEnd(PATIENCE)) {
          LOG.warn("generation={} did not end in time", reply.generation().id());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
