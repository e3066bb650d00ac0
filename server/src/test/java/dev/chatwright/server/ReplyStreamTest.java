package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.Chat.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplyStreamTest {
  private RunningServer server;
  private Chat chat;

  /** How the server is set up; the same tests are run on another database too. */
  ServerOptions options() {
    return RunningServer.options();
  }

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(options(), ScriptedSource.of(new ScriptedModel()));
    chat = new Chat(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String begin(String text) throws Exception {
    return chat.say(chat.make(), text).at("/replies/0/generation_id").asString();
  }

  @Test
  void aReplyIsToldFromItsStartToItsEnd() throws Exception {
    List<Event> events = chat.events(begin("count to 5."), 0);

    assertThat(events.getFirst().type()).isEqualTo("start");
    assertThat(events.get(1).type()).isEqualTo("prompt");
    assertThat(events.get(events.size() - 2).type()).isEqualTo("finish");
    assertThat(events.get(events.size() - 2).json().path("reason").asString()).isEqualTo("stop");
    assertThat(events.getLast().type()).isEqualTo("[DONE]");
    assertThat(Chat.text(events)).isEqualTo(Chat.counted(5));
    for (int i = 0; i < events.size() - 1; i++) {
      assertThat(events.get(i).id()).isEqualTo(Integer.toString(i + 1));
    }
  }

  @Test
  void aReaderWhoComesBackAtAnyEventMissesNoneAndReadsNoneTwice() throws Exception {
    String generation = begin("count to 40.");
    List<Event> all = chat.events(generation, 0);

    for (int after = 0; after < all.size() - 1; after++) {
      assertThat(chat.events(generation, after))
          .as("after %d", after)
          .isEqualTo(all.subList(after, all.size()));
    }
  }

  @Test
  void aReaderWhoHangsUpAllTheTimeReadsTheSameAsOneWhoStays() throws Exception {
    String generation = begin("count to 300.");
    Future<List<Event>> stays = inBackground(() -> chat.events(generation, 0));
    List<Event> pieces = new ArrayList<>();
    while (pieces.isEmpty() || !pieces.getLast().type().equals("[DONE]")) {
      long after = pieces.isEmpty() ? 0 : Long.parseLong(pieces.getLast().id());
      pieces.addAll(chat.events(generation, after, 3));
    }

    // The end has no id of its own: who comes for it alone sees none before it.
    List<Event> whole = stays.get();
    assertThat(pieces.subList(0, pieces.size() - 1)).isEqualTo(whole.subList(0, whole.size() - 1));
    assertThat(Chat.text(pieces)).isEqualTo(Chat.counted(300));
  }

  @Test
  void manyReadersOfOneReplyReadTheSame() throws Exception {
    String generation = begin("count to 100.");
    List<Future<List<Event>>> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(inBackground(() -> chat.events(generation, 0)));
    }

    for (Future<List<Event>> reader : readers) {
      assertThat(reader.get()).isEqualTo(readers.getFirst().get());
    }
  }

  @Test
  void whatIsStoredIsWhatWasTold() throws Exception {
    String conversation = chat.make();

    JsonNode reply = chat.ask(conversation, "count to 12.");

    assertThat(reply.path("text").asString()).isEqualTo(Chat.counted(12));
    assertThat(reply.path("state").asString()).isEqualTo("complete");
    assertThat(reply.has("generation_id")).isFalse();
    assertThat(reply.at("/usage/reply_tokens").asInt()).isEqualTo(12);
    assertThat(reply.at("/usage/prompt_millis").asDouble()).isPositive();
    assertThat(reply.at("/usage/first_token_millis").asDouble())
        .isGreaterThanOrEqualTo(reply.at("/usage/prompt_millis").asDouble());
  }

  @Test
  void aStopKeepsWhatIsWrittenAndContinueGoesOnFromThere() throws Exception {
    String conversation = chat.make();
    JsonNode reply = chat.say(conversation, "count to 60, slowly.").at("/replies/0");
    String id = reply.path("id").asString();
    String generation = reply.path("generation_id").asString();
    chat.events(generation, 0, 5);

    int stopped = server.post("/api/generations/" + generation + "/stop", "").status();
    List<Event> events = chat.events(generation, 0);
    JsonNode partial = chat.message(conversation, id);
    JsonNode more = server.post("/api/messages/" + id + "/continue", "").json();
    chat.events(more.path("generation_id").asString(), 0);
    JsonNode whole = chat.message(conversation, id);

    assertThat(stopped).isEqualTo(204);
    assertThat(events.get(events.size() - 2).type()).isEqualTo("abort");
    assertThat(partial.path("state").asString()).isEqualTo("stopped");
    assertThat(partial.path("text").asString()).isEqualTo(Chat.text(events)).isNotEmpty();
    assertThat(more.path("state").asString()).isEqualTo("writing");
    assertThat(whole.path("text").asString()).isEqualTo(Chat.counted(60));
    assertThat(whole.path("state").asString()).isEqualTo("complete");
  }

  @Test
  void aReplyThatIsCutSaysSoAndCanBeGoneOnWith() throws Exception {
    String conversation = chat.make();
    JsonNode reply =
        chat.say(
                conversation,
                Chat.body("text", "count to 9.", "options", Chat.body("max_tokens", 4)))
            .at("/replies/0");
    List<Event> events = chat.events(reply.path("generation_id").asString(), 0);

    assertThat(events.get(events.size() - 2).json().path("reason").asString()).isEqualTo("length");
    assertThat(chat.message(conversation, reply.path("id").asString()).path("state").asString())
        .isEqualTo("cut");
  }

  @Test
  void aModelThatFailsHalfWayIsToldAndKeepsThePartial() throws Exception {
    String conversation = chat.make();

    JsonNode reply = chat.ask(conversation, "fail half-way");

    assertThat(reply.path("state").asString()).isEqualTo("failed");
    assertThat(reply.path("text").asString()).isEqualTo("G");
    assertThat(reply.at("/failure/code").asString()).isEqualTo("engine_failed");
  }

  @Test
  void aMessageAfterAReplyBeingWrittenWaitsForItsEnd() throws Exception {
    String conversation = chat.make();
    JsonNode first = chat.say(conversation, "count to 50, slowly.").at("/replies/0");
    JsonNode second = chat.say(conversation, "count to 3.");
    JsonNode waiting = chat.branch(conversation).path("messages");
    List<Event> events = chat.events(second.at("/replies/0/generation_id").asString(), 0);
    JsonNode done = chat.branch(conversation).path("messages");

    assertThat(second.at("/message/state").asString()).isEqualTo("queued");
    assertThat(waiting.get(3).path("state").asString()).isEqualTo("queued");
    assertThat(Chat.text(events)).isEqualTo(Chat.counted(3));
    assertThat(chat.message(conversation, first.path("id").asString()).path("text").asString())
        .isEqualTo(Chat.counted(50));
    assertThat(done.get(2).path("state").asString()).isEqualTo("complete");
    assertThat(done.get(3).path("text").asString()).isEqualTo(Chat.counted(3));
  }

  @Test
  void aQueuedMessageCanBeTakenBack() throws Exception {
    String conversation = chat.make();
    JsonNode first = chat.say(conversation, "count to 3, wait.").at("/replies/0");
    JsonNode second = chat.say(conversation, "count to 4.").at("/replies/0");
    JsonNode third = chat.say(conversation, "count to 5.").at("/replies/0");

    server.post("/api/generations/" + second.path("generation_id").asString() + "/stop", "");
    JsonNode left = chat.branch(conversation);
    int gone =
        server
            .get("/api/generations/" + third.path("generation_id").asString() + "/events")
            .status();
    server.post("/api/generations/" + first.path("generation_id").asString() + "/stop", "");

    assertThat(left.path("total").asInt()).isEqualTo(2);
    assertThat(gone).isEqualTo(404);
    assertThat(
            server.get("/api/conversations/" + conversation).json().path("message_count").asInt())
        .isEqualTo(2);
  }

  private static <T> Future<T> inBackground(java.util.concurrent.Callable<T> work) {
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    CompletableFuture<T> result = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception failure) {
            result.completeExceptionally(failure);
          }
        });
    thread.shutdown();
    return result;
  }
}
