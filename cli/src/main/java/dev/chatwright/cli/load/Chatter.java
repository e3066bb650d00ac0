package dev.chatwright.cli.load;

import dev.chatwright.cli.load.KeptQuestion.KeptFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who chats, edits, asks again, judges and uploads, and writes down what was acknowledged.
 * What was not is sent again when the server is back.
 *
 * <p>Confined to one thread at a time.
 */
final class Chatter {
  private static final int MOST_QUESTIONS = 12;
  private static final int MOST_OPEN_STREAMS = 3;
  private static final int MOST_FILE_LINES = 40;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

  private final Api api;
  private final Tally tally;
  private final StreamStarter streams;
  private final Supplier<String> ids;
  private final Random random;
  private final List<KeptConversation> conversations = new ArrayList<>();
  private final Set<KeptConversation> touched = new LinkedHashSet<>();
  private final Queue<KeptFile> files = new ArrayDeque<>(); // not sent yet
  private @Nullable Write unanswered;

  Chatter(Api api, Tally tally, StreamStarter streams, Supplier<String> ids, long seed) {
    this.api = api;
    this.tally = tally;
    this.streams = streams;
    this.ids = ids;
    this.random = new Random(seed);
  }

  /** Begins to read a stream on a thread of its own. */
  @FunctionalInterface
  interface StreamStarter {
    ReplyReader start(String generationId, CannedReply expected);
  }

  /** Something that is sent, and sent again until it is answered. */
  @FunctionalInterface
  private interface Write {
    void send() throws IOException, InterruptedException;
  }

  /**
   * Chats until it is over or the server goes.
   *
   * @throws IOException if no answer came before it was over
   */
  void chat(BooleanSupplier over) throws IOException, InterruptedException {
    try {
      while (!over.getAsBoolean()) {
        Write write = unanswered == null ? next() : unanswered;
        unanswered = write;
        write.send();
        unanswered = null;
        tally.acknowledged.increment();
      }
    } catch (IOException gone) {
      if (!over.getAsBoolean()) {
        throw gone;
      }
    }
  }

  private Write next() throws InterruptedException {
    if (conversations.isEmpty() || conversations.getLast().questions().size() >= MOST_QUESTIONS) {
      return this::begin;
    }
    KeptConversation current = conversations.getLast();
    touched.add(current);
    awaitRoom(current);
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> say(current, newestReply(current), readFile());
      case 4 -> edit(current);
      case 5, 6 -> regenerate(current);
      case 7 -> upload(current);
      default -> judge(current);
    };
  }

  /** Lets no more than a few streams be open at once. */
  private void awaitRoom(KeptConversation current) throws InterruptedException {
    while (current.replies().size() - current.endedReplies().size() >= MOST_OPEN_STREAMS) {
      Door.glimpse();
    }
  }

  private void begin() throws IOException, InterruptedException {
    JsonNode made = api.once("POST", "/api/conversations", Map.of());
    KeptConversation begun = new KeptConversation(made.path("id").asString());
    conversations.add(begun);
    touched.add(begun);
  }

  private static Optional<String> newestReply(KeptConversation current) {
    List<KeptReply> replies = current.endedReplies();
    return replies.isEmpty() ? Optional.empty() : Optional.of(replies.getLast().id());
  }

  private Write say(KeptConversation current, Optional<String> parent) {
    return say(current, parent, Optional.empty());
  }

  private Write say(
      KeptConversation current, Optional<String> parent, Optional<KeptFile> attached) {
    CannedReply wish =
        new CannedReply(5 + random.nextInt(60), Duration.ofNanos(1000L * random.nextInt(20_000)));
    KeptQuestion question = new KeptQuestion(ids.get(), parent, attached, wish);
    String path = "/api/conversations/" + current.id() + "/messages";
    return () -> {
      JsonNode sent = api.once("POST", path, question.body());
      current.add(question);
      attached.ifPresent(_ -> tally.files.increment());
      take(current, question, sent.at("/replies/0"));
    };
  }

  private void take(KeptConversation current, KeptQuestion question, JsonNode reply) {
    question.acknowledge();
    Optional<ReplyReader> reader =
        reply
            .path("generation_id")
            .asStringOpt()
            .map(generation -> streams.start(generation, question.wish()));
    current.add(new KeptReply(reply.path("id").asString(), question, reader));
  }

  private Write edit(KeptConversation current) {
    List<KeptQuestion> questions = current.questions();
    return questions.isEmpty()
        ? say(current, Optional.empty())
        : say(current, one(questions).parentId());
  }

  private Write regenerate(KeptConversation current) {
    List<KeptReply> ended = current.endedReplies();
    if (ended.isEmpty()) {
      return say(current, Optional.empty());
    }
    KeptQuestion question = one(ended).question();
    return () -> {
      question.attemptAnother();
      String path = "/api/messages/" + question.id() + "/replies";
      take(current, question, api.once("POST", path, Map.of()));
    };
  }

  private Write judge(KeptConversation current) {
    List<KeptReply> ended = current.endedReplies();
    if (ended.isEmpty()) {
      return say(current, Optional.empty());
    }
    KeptReply reply = one(ended);
    Map<String, String> feedback =
        Map.of("thumb", random.nextBoolean() ? "up" : "down", "text", ids.get());
    return () -> {
      reply.attemptFeedback(feedback.getOrDefault("text", ""));
      api.once("PUT", "/api/messages/" + reply.id() + "/feedback", feedback);
      reply.acknowledgeFeedback();
    };
  }

  private Write upload(KeptConversation current) {
    String name = ids.get() + ".txt";
    String content = (name + "\n").repeat(1 + random.nextInt(MOST_FILE_LINES));
    return () -> {
      JsonNode sent = api.upload(name, content);
      KeptFile kept = new KeptFile(sent.path("id").asString(), name, content);
      current.add(kept);
      files.add(kept);
    };
  }

  /** Returns a file that the server has read, as no other may be sent. */
  private Optional<KeptFile> readFile() throws InterruptedException {
    KeptFile oldest = files.peek();
    if (oldest == null) {
      return Optional.empty();
    }
    String state = api.get("/api/attachments/" + oldest.id()).path("state").asString();
    return state.equals("reading") ? Optional.empty() : taken(state);
  }

  /** Takes the oldest file off the list; one that could not be read is kept, but never sent. */
  private Optional<KeptFile> taken(String state) {
    return Optional.ofNullable(files.poll()).filter(_ -> state.equals("ready"));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Looks whether all is there that was acknowledged since the last look. */
  void inspectTouched() throws InterruptedException {
    for (KeptConversation conversation : touched) {
      Inspection.of(api, tally, conversation);
    }
    touched.clear();
  }

  /** Waits for the ends of the streams, then looks at everything. */
  void inspectAll() throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (KeptConversation conversation : conversations) {
      while (conversation.endedReplies().size() < conversation.replies().size()
          && System.nanoTime() < deadline) {
        Door.glimpse();
      }
      conversation.replies().stream()
          .filter(reply -> !reply.hasEnded())
          .forEach(reply -> tally.lost("the end of the stream of reply " + reply.id()));
      Inspection.of(api, tally, conversation);
    }
  }
}
