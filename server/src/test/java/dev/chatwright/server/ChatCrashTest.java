package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.Chat.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a server finds that begins where another died: its files, as they were at that moment. */
class ChatCrashTest {
  @TempDir Path first;
  @TempDir Path second;

  @Test
  void aReplyThatWasBeingWrittenIsInterruptedAndGoesOnWithoutLosingAWord() throws Exception {
    String conversation;
    JsonNode reply;
    List<Event> read;
    try (RunningServer server = start(first)) {
      Chat chat = new Chat(server);
      conversation = chat.make();
      reply = chat.say(conversation, "count to 25, wait.").at("/replies/0");
      read = readUntil(chat, generation(reply), Chat.counted(25));
      copy(first, second);
    }
    try (RunningServer server = start(second)) {
      Chat chat = new Chat(server);
      JsonNode found = chat.message(conversation, reply.path("id").asString());
      List<Event> rest = chat.events(generation(reply), lastId(read));
      JsonNode more =
          server.post("/api/messages/" + found.path("id").asString() + "/continue", "").json();
      server.post("/api/generations/" + more.path("generation_id").asString() + "/stop", "");

      assertThat(found.path("state").asString()).isEqualTo("interrupted");
      assertThat(found.path("text").asString()).isEqualTo(Chat.counted(25));
      assertThat(rest).extracting(Event::type).containsExactly("interrupted", "[DONE]");
      assertThat(more.path("state").asString()).isEqualTo("writing");
      assertThat(chat.message(conversation, found.path("id").asString()).path("text").asString())
          .isEqualTo(Chat.counted(25));
    }
  }

  @Test
  void aMessageWhoseTurnNeverCameIsKeptAndCanBeAnswered() throws Exception {
    String conversation;
    JsonNode queued;
    try (RunningServer server = start(first)) {
      Chat chat = new Chat(server);
      conversation = chat.make();
      JsonNode reply = chat.say(conversation, "count to 2, wait.").at("/replies/0");
      queued = chat.say(conversation, "count to 7.");
      readUntil(chat, generation(reply), Chat.counted(2));
      copy(first, second);
    }
    try (RunningServer server = start(second)) {
      Chat chat = new Chat(server);
      JsonNode page = chat.branch(conversation).path("messages");
      String question = queued.at("/message/id").asString();
      JsonNode again = server.post("/api/messages/" + question + "/replies", "").json();
      chat.events(generation(again), 0);

      assertThat(page.get(2).path("state").asString()).isEqualTo("complete");
      assertThat(page.get(3).path("state").asString()).isEqualTo("interrupted");
      assertThat(chat.message(conversation, again.path("id").asString()).path("text").asString())
          .isEqualTo(Chat.counted(7));
    }
  }

  @Test
  void aServerThatIsToldToStopKeepsWhatIsWritten() throws Exception {
    String conversation;
    String reply;
    try (RunningServer server = start(first)) {
      Chat chat = new Chat(server);
      conversation = chat.make();
      JsonNode begun = chat.say(conversation, "count to 9, wait.").at("/replies/0");
      reply = begun.path("id").asString();
      readUntil(chat, generation(begun), Chat.counted(9));
    }
    try (RunningServer server = start(first)) {
      JsonNode found = new Chat(server).message(conversation, reply);

      assertThat(found.path("state").asString()).isEqualTo("interrupted");
      assertThat(found.path("text").asString()).isEqualTo(Chat.counted(9));
    }
  }

  @Test
  void noWordOfAChatStandsInAFile() throws Exception {
    String canary = "QuetzalcoatlusNorthropi";
    try (RunningServer server = start(first)) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      chat.ask(conversation, canary + " count to 25.");
      chat.send(
          "PATCH", "/api/conversations/" + conversation, Chat.body("title", canary + " title"));
      server.post(
          "/api/temporary",
          "{\"messages\":[{\"role\":\"user\",\"text\":\"%s\"}]}".formatted(canary));

      assertThat(filesWith(first, canary)).isEmpty();
      assertThat(filesWith(first, "23 24 25")).isEmpty();
    }
    assertThat(filesWith(first, canary)).isEmpty();
  }

  private static List<Path> filesWith(Path folder, String words) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(1);
      return all.stream().filter(file -> holds(file, words)).toList();
    }
  }

  private static boolean holds(Path file, String words) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words);
    } catch (IOException gone) {
      return false;
    }
  }

  private static RunningServer start(Path home) throws IOException {
    return RunningServer.start(
        ServerOptions.of(home).withAddress("127.0.0.1", 0), ScriptedSource.of(new ScriptedModel()));
  }

  private static String generation(JsonNode reply) {
    return reply.path("generation_id").asString();
  }

  private static long lastId(List<Event> events) {
    return Long.parseLong(events.getLast().id());
  }

  /** Reads again and again until all words are there, as the reply itself does not end. */
  private static List<Event> readUntil(Chat chat, String generation, String text) throws Exception {
    int events = 3;
    while (true) {
      List<Event> read = chat.events(generation, 0, events);
      if (Chat.text(read).equals(text)) {
        return read;
      }
      events++;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
