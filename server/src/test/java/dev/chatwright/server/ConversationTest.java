package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.store.TimeOrderedIds;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationTest {
  private static final String NOBODYS = "01890000-0000-7000-8000-000000000000";

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

  @Test
  void aMessageSentTwiceIsStoredOnce() throws Exception {
    String conversation = chat.make();
    Map<String, Object> body = Chat.body("id", newId(), "text", "count to 3.");

    JsonNode first = chat.say(conversation, body);
    JsonNode again = chat.say(conversation, body);

    assertThat(again.at("/message/id")).isEqualTo(first.at("/message/id"));
    assertThat(again.at("/replies/0/id")).isEqualTo(first.at("/replies/0/id"));
    assertThat(chat.branch(conversation).path("total").asInt()).isEqualTo(2);
  }

  @Test
  void aConversationMadeTwiceIsMadeOnce() throws Exception {
    String id = newId();
    Answer first = chat.send("POST", "/api/conversations", Map.of("id", id));
    chat.say(id, "count to 2.");
    Answer again = chat.send("POST", "/api/conversations", Map.of("id", id));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().path("id").asString()).isEqualTo(id);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("message_count").asInt()).isEqualTo(2);
  }

  @Test
  void aConversationThatWasDeletedIsNotMadeAgain() throws Exception {
    String id = newId();
    chat.send("POST", "/api/conversations", Map.of("id", id));
    server.delete("/api/conversations/" + id);

    Answer again = chat.send("POST", "/api/conversations", Map.of("id", id));
    Answer random =
        chat.send("POST", "/api/conversations", Map.of("id", UUID.randomUUID().toString()));

    assertThat(again.status()).isEqualTo(400);
    assertThat(random.body()).isEqualTo(again.body());
  }

  @Test
  void anIdThatIsTakenByAnotherTextIsRefused() throws Exception {
    String conversation = chat.make();
    String id = newId();
    chat.say(conversation, Chat.body("id", id, "text", "count to 3."));

    Answer other = send(conversation, Chat.body("id", id, "text", "count to 4."));
    Answer elsewhere = send(chat.make(), Chat.body("id", id, "text", "count to 3."));

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.error("code")).isEqualTo("id_taken");
    assertThat(elsewhere.status()).isEqualTo(409);
  }

  @Test
  void editingAndAnsweringAgainMakeSiblings() throws Exception {
    String conversation = chat.make();
    JsonNode first = chat.say(conversation, "count to 2.");
    String question = first.at("/message/id").asString();
    chat.events(first.at("/replies/0/generation_id").asString(), 0);

    JsonNode second = server.post("/api/messages/" + question + "/replies", "{}").json();
    chat.events(second.path("generation_id").asString(), 0);
    JsonNode edited =
        server
            .post(
                "/api/conversations/" + conversation + "/messages",
                "{\"parent_id\":null,\"text\":\"count to 4.\"}")
            .json();
    chat.events(edited.at("/replies/0/generation_id").asString(), 0);

    assertThat(second.path("sibling_ids").size()).isEqualTo(2);
    assertThat(edited.at("/message/sibling_ids").size()).isEqualTo(2);
    assertThat(edited.at("/message/sibling_ids/0").asString()).isEqualTo(question);
    Answer back =
        chat.send(
            "PATCH",
            "/api/conversations/" + conversation,
            Chat.body("active_message_id", question));
    assertThat(back.json().path("active_message_id")).isEqualTo(second.path("id"));
    assertThat(back.json().path("message_count").asInt()).isEqualTo(5);
  }

  @Test
  void theListIsReadInPagesWhileItGrows() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      made.add(chat.make());
    }
    Set<String> seen = new HashSet<>();
    String cursor = "";
    int twice = 0;
    do {
      JsonNode page =
          server
              .get("/api/conversations?limit=5" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .json();
      for (JsonNode one : page.path("conversations")) {
        twice += seen.add(one.path("id").asString()) ? 0 : 1;
      }
      cursor = page.path("next_cursor").asString("");
      chat.make();
    } while (!cursor.isEmpty());

    assertThat(seen).containsAll(made);
    assertThat(twice).isZero();
  }

  @Test
  void aBranchIsReadInPagesFromItsEnd() throws Exception {
    String conversation = chat.make();
    for (int i = 1; i <= 3; i++) {
      chat.ask(conversation, "count to " + i + ".");
    }
    String path = "/api/conversations/" + conversation + "/messages?limit=4";

    JsonNode end = server.get(path).json();
    JsonNode above = server.get(path + "&before_id=" + end.at("/messages/0/id").asString()).json();

    assertThat(end.path("messages").size()).isEqualTo(4);
    assertThat(end.path("more").asBoolean()).isTrue();
    assertThat(end.path("total").asInt()).isEqualTo(6);
    assertThat(above.path("messages").size()).isEqualTo(2);
    assertThat(above.path("more").asBoolean()).isFalse();
    assertThat(above.at("/messages/0/text").asString()).isEqualTo("count to 1.");
  }

  @Test
  void aForkHasTheBranchUpToItsMessageAndLeavesTheFirstAlone() throws Exception {
    String conversation = chat.make();
    JsonNode reply = chat.ask(conversation, "count to 2.");
    chat.ask(conversation, "count to 3.");

    JsonNode fork =
        chat.send(
                "POST",
                "/api/conversations/" + conversation + "/fork",
                Map.of("message_id", reply.path("id").asString()))
            .json();
    JsonNode copied = chat.branch(fork.path("id").asString());

    assertThat(copied.path("total").asInt()).isEqualTo(2);
    assertThat(copied.at("/messages/1/text").asString()).isEqualTo(Chat.counted(2));
    assertThat(copied.at("/messages/1/id")).isNotEqualTo(reply.path("id"));
    assertThat(chat.branch(conversation).path("total").asInt()).isEqualTo(4);
  }

  @Test
  void aDeletedConversationTakesNoMessagesUntilItIsRestored() throws Exception {
    String conversation = chat.make();
    String path = "/api/conversations/" + conversation;

    int deleted = server.send(server.request(path).DELETE()).status();
    Answer refused = send(conversation, Map.of("text", "count to 1."));
    JsonNode bin = server.get("/api/conversations?view=deleted").json();
    Answer restored = server.post(path + "/restore", "");

    assertThat(deleted).isEqualTo(204);
    assertThat(refused.error("code")).isEqualTo("conversation_deleted");
    assertThat(bin.toString()).contains(conversation);
    assertThat(restored.json().has("deleted_at")).isFalse();
    assertThat(send(conversation, Map.of("text", "count to 1.")).status()).isEqualTo(202);
  }

  @Test
  void aTitleIsTheFirstWordsThenTheModelsButNeverReplacesThePersonsOwn() throws Exception {
    String conversation = chat.make();
    chat.ask(conversation, "count to 2.");
    String path = "/api/conversations/" + conversation;
    String words = server.get(path).json().path("title").asString();
    String model = awaitTitle(path, ScriptedModel.REPLY);
    chat.send("PATCH", path, Map.of("title", "  My\nown "));
    chat.ask(conversation, "count to 3.");

    assertThat(words).isIn("count to 2.", ScriptedModel.REPLY);
    assertThat(model).isEqualTo(ScriptedModel.REPLY);
    assertThat(server.get(path).json().path("title").asString()).isEqualTo("My own");
  }

  private String awaitTitle(String path, String expected) throws Exception {
    String title = "";
    for (int i = 0; i < 100 && !title.equals(expected); i++) {
      title = server.get(path).json().path("title").asString();
      Thread.sleep(50);
    }
    return title;
  }

  @Test
  void searchFindsAllWordsWithoutCaseAndAccents() throws Exception {
    String conversation = chat.make();
    JsonNode sent = chat.say(conversation, "Der Zürcher Bahnhof: ein CAFÉ, bitte. count to 1.");
    chat.events(sent.at("/replies/0/generation_id").asString(), 0);
    String deleted = chat.make();
    chat.say(deleted, "zurcher cafe, gone");
    server.send(server.request("/api/conversations/" + deleted).DELETE());

    JsonNode found = server.get("/api/search?q=cafe%20ZURCHER").json();
    JsonNode none = server.get("/api/search?q=cafe%20nowhere").json();

    List<String> messages = new ArrayList<>();
    found.path("hits").forEach(hit -> messages.add(hit.path("message_id").asString("")));
    assertThat(messages).contains(sent.at("/message/id").asString());
    assertThat(found.path("complete").asBoolean()).isTrue();
    assertThat(found.toString()).doesNotContain(deleted);
    JsonNode hit = found.path("hits").get(0);
    String excerpt = hit.path("excerpt").asString();
    List<String> marked = new ArrayList<>();
    hit.path("ranges")
        .forEach(
            range -> marked.add(excerpt.substring(range.get(0).asInt(), range.get(1).asInt())));
    assertThat(marked).contains("Zürcher", "CAFÉ");
    assertThat(none.path("hits").isEmpty()).isTrue();
  }

  @Test
  void aSearchThatLeavesPlacesOutSaysSo() throws Exception {
    String conversation = chat.make();
    for (int i = 0; i < 3; i++) {
      JsonNode sent = chat.say(conversation, "a heron stands. count to 1.");
      chat.events(sent.at("/replies/0/generation_id").asString(), 0);
    }

    JsonNode found = server.get("/api/search?q=heron%20stands&limit=2").json();

    assertThat(found.path("hits")).hasSize(2);
    assertThat(found.path("complete").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"text\":\"a\",\"parent_id\":\"" + NOBODYS + "\"}",
        "{\"text\":\"a\",\"role\":\"system\"}",
        "{\"text\":\"\"}",
        "{\"text\":\"a\",\"id\":\"../../etc\"}",
        "{\"text\":\"a\",\"options\":{\"temperature\":3}}",
        "{\"text\":\"a\",\"options\":{\"stream\":true}}",
        "{\"text\":\"a\",\"options\":{\"persona_id\":\"" + NOBODYS + "\"}}",
        "{\"text\":\"a\",\"compare\":[{}]}",
        "{\"text\":\"a\",\"blind\":true}",
        "{\"text\":7}",
      })
  void aMessageThatIsNotRightIsRefusedAndStoresNothing(String body) throws Exception {
    String conversation = chat.make();

    Answer refused = server.post("/api/conversations/" + conversation + "/messages", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(chat.branch(conversation).path("total").asInt()).isZero();
  }

  @Test
  void aMessageOfAnotherConversationIsNoParentNoBranchAndNoFork() throws Exception {
    String other = chat.ask(chat.make(), "count to 1.").path("id").asString();
    String conversation = chat.make();
    String path = "/api/conversations/" + conversation;

    assertThat(send(conversation, Chat.body("text", "a", "parent_id", other)).status())
        .isEqualTo(400);
    assertThat(chat.send("PATCH", path, Map.of("active_message_id", other)).status())
        .isEqualTo(400);
    assertThat(chat.send("POST", path + "/fork", Map.of("message_id", other)).status())
        .isEqualTo(400);
    assertThat(server.get(path + "/messages?leaf_id=" + other).status()).isEqualTo(400);
    assertThat(server.get(path + "/context?leaf_id=" + other).status()).isEqualTo(400);
    assertThat(chat.send("PATCH", path, Map.of("folder_id", NOBODYS)).status()).isEqualTo(400);
    assertThat(chat.send("PATCH", path, Map.of("tag_ids", List.of(NOBODYS))).status())
        .isEqualTo(400);
  }

  @Test
  void twoRepliesAreComparedBlindly() throws Exception {
    String conversation = chat.make();
    JsonNode sent =
        chat.say(
            conversation,
            Chat.body(
                "text",
                "count to 3.",
                "compare",
                List.of(Map.of("temperature", 0), Map.of("temperature", 1)),
                "blind",
                true));
    for (JsonNode reply : sent.path("replies")) {
      List<Chat.Event> events = chat.events(reply.path("generation_id").asString(), 0);
      assertThat(events.getFirst().json().has("model")).isFalse();
    }
    JsonNode left = chat.message(conversation, sent.at("/replies/0/id").asString());

    assertThat(sent.path("replies").size()).isEqualTo(2);
    assertThat(sent.at("/comparison/left_id")).isEqualTo(sent.at("/replies/0/id"));
    assertThat(left.path("text").asString()).isEqualTo(Chat.counted(3));
    assertThat(left.has("model")).isFalse();
    assertThat(left.has("usage")).isFalse();
    assertThat(left.at("/comparison/blind").asBoolean()).isTrue();
  }

  @Test
  void theGaugeAddsUpToTheContext() throws Exception {
    String conversation = chat.make();
    chat.ask(conversation, "count to 5.");

    JsonNode gauge = server.get("/api/conversations/" + conversation + "/context").json();

    int sum = 0;
    for (String part : List.of("system", "attachments", "summary", "turns", "reserve", "free")) {
      sum += gauge.path(part).asInt();
    }
    assertThat(gauge.path("length").asInt()).isEqualTo(ScriptedModel.CONTEXT);
    assertThat(gauge.path("turns").asInt()).isPositive();
    assertThat(sum).isEqualTo(ScriptedModel.CONTEXT);
  }

  @Test
  void aMessageTooLongForTheModelIsKeptAndToldSo() throws Exception {
    String conversation = chat.make();

    JsonNode reply = chat.ask(conversation, "much too long ".repeat(60));

    assertThat(reply.path("state").asString()).isEqualTo("failed");
    assertThat(reply.at("/failure/code").asString()).isEqualTo("message_too_long");
    assertThat(chat.branch(conversation).at("/messages/0/text").asString()).contains("too long");
  }

  @Test
  void followUpsAreAskedForOnceAndKept() throws Exception {
    String conversation = chat.make();
    String id = chat.ask(conversation, "count to 5.").path("id").asString();

    JsonNode first = server.post("/api/messages/" + id + "/follow-ups", "").json();
    JsonNode again = server.post("/api/messages/" + id + "/follow-ups", "").json();

    assertThat(first.path("follow_ups").get(0).asString()).isEqualTo(ScriptedModel.REPLY);
    assertThat(again).isEqualTo(first);
    assertThat(chat.message(conversation, id).path("follow_ups"))
        .isEqualTo(first.path("follow_ups"));
  }

  private Answer send(String conversation, Map<String, ?> body) throws Exception {
    return chat.send("POST", "/api/conversations/" + conversation + "/messages", body);
  }

  private static String newId() {
    return new TimeOrderedIds(InstantSource.system()).next();
  }
}
