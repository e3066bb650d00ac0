package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.server.Chat.Event;
import dev.chatwright.server.model.ModelFacts;
import dev.chatwright.server.model.ModelKind;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplyContextTest {
  @Test
  void aFullContextIsSummarisedVisiblyAndTheSummaryCanBeDropped() throws Exception {
    try (RunningServer server = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      String path = "/api/conversations/" + conversation;
      List<String> types = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        JsonNode reply = chat.say(conversation, "x".repeat(60) + " count to 9.").at("/replies/0");
        for (Event event : chat.events(reply.path("generation_id").asString(), 0)) {
          types.add(event.type());
        }
      }
      JsonNode summary = summary(chat.branch(conversation));
      JsonNode gauge = server.get(path + "/context").json();
      int dropped =
          server
              .send(server.request(path + "/summaries/" + summary.path("id").asString()).DELETE())
              .status();

      assertThat(types).contains("summarising", "finish").doesNotContain("error");
      assertThat(summary.path("text").asString()).isEqualTo(ScriptedModel.REPLY);
      assertThat(summary.path("messages").asInt()).isPositive();
      assertThat(gauge.path("summary").asInt()).isPositive();
      assertThat(gauge.path("summary_id")).isNotNull();
      assertThat(dropped).isEqualTo(204);
      assertThat(summary(chat.branch(conversation)).isMissingNode()).isTrue();
      assertThat(chat.branch(conversation).path("total").asInt()).isEqualTo(12);
    }
  }

  private static JsonNode summary(JsonNode branch) {
    JsonNode last = RunningServer.JSON.missingNode();
    for (JsonNode message : branch.path("messages")) {
      if (message.has("summary")) {
        last = message.path("summary");
      }
    }
    return last;
  }

  @Test
  void theInstructionsAndTheWholeBranchReachTheModel() throws Exception {
    ScriptedModel model = new ScriptedModel();
    try (RunningServer server = RunningServer.start(ScriptedSource.of(model))) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      chat.ask(conversation, "count to 2.");
      JsonNode second =
          chat.say(
                  conversation,
                  Chat.body(
                      "text",
                      "count to 3.",
                      "options",
                      Map.of("system_prompt", "Be brief.", "temperature", 0)))
              .at("/replies/0");
      chat.events(second.path("generation_id").asString(), 0);

      assertThat(model.conversations)
          .contains(
              List.of(
                  new TextModel.Turn("system", "Be brief."),
                  new TextModel.Turn("user", "count to 2."),
                  new TextModel.Turn("assistant", Chat.counted(2)),
                  new TextModel.Turn("user", "count to 3.")));
      assertThat(model.requests).anyMatch(request -> request.sampling().temperature() == 0);
    }
  }

  @Test
  void aTemporaryReplyIsToldAndNeverStored() throws Exception {
    try (RunningServer server = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      String told =
          server
              .post(
                  "/api/temporary", "{\"messages\":[{\"role\":\"user\",\"text\":\"count to 4.\"}]}")
              .body();
      int stored =
          server
              .server()
              .bean(Database.class)
              .read(
                  sql ->
                      sql.sql("select count(*) from message").query(Integer.class).single()
                          + sql.sql("select count(*) from conversation")
                              .query(Integer.class)
                              .single());

      assertThat(told).contains("\"delta\":\"4 \"", "\"finish\"", "[DONE]").doesNotContain("id: ");
      assertThat(stored).isZero();
    }
  }

  @Test
  void aMessageIsTakenWhileTheModelIsStillFetchedAndAnsweredWhenItIsHere() throws Exception {
    LateSource source = new LateSource();
    ServerOptions impatient = RunningServer.options().withLoadingPatience(Duration.ofMillis(20));
    try (RunningServer server = RunningServer.start(impatient, source)) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      JsonNode reply = chat.say(conversation, "count to 3.").at("/replies/0");
      String state =
          chat.message(conversation, reply.path("id").asString()).path("state").asString();
      source.mayCome.countDown();
      List<Event> events = chat.events(reply.path("generation_id").asString(), 0);

      assertThat(state).isEqualTo("writing");
      assertThat(Chat.text(events)).isEqualTo(Chat.counted(3));
    }
  }

  @Test
  void aReplyThatWaitsForTheModelCanBeStopped() throws Exception {
    ServerOptions impatient = RunningServer.options().withLoadingPatience(Duration.ofMillis(20));
    LateSource source = new LateSource();
    try (RunningServer server = RunningServer.start(impatient, source)) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      JsonNode reply = chat.say(conversation, "count to 3.").at("/replies/0");
      server.post("/api/generations/" + reply.path("generation_id").asString() + "/stop", "");

      assertThat(chat.message(conversation, reply.path("id").asString()).path("state").asString())
          .isEqualTo("stopped");
      source.mayCome.countDown();
    }
  }

  @Test
  void aModelThatIsNotHereFailsTheReplyAndKeepsTheMessage() throws Exception {
    try (RunningServer server = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      Chat chat = new Chat(server);
      String conversation = chat.make();
      JsonNode reply =
          chat.say(
                  conversation,
                  Chat.body("text", "hello", "options", Map.of("model", "nobody-has-this")))
              .at("/replies/0");
      String generation = reply.path("generation_id").asString();
      if (!generation.isEmpty()) { // else it has failed already
        List<Event> events = chat.events(generation, 0);
        assertThat(events.get(events.size() - 2).json().path("code").asString())
            .isEqualTo("model_not_found");
      }
      String id = reply.path("id").asString();

      assertThat(chat.message(conversation, id).at("/failure/code").asString())
          .isEqualTo("model_not_found");
      assertThat(chat.branch(conversation).at("/messages/0/text").asString()).isEqualTo("hello");
    }
  }

  /** A model that is there when the test says so. */
  private static final class LateSource implements ModelSource {
    private final CountDownLatch mayCome = new CountDownLatch(1);
    private final ScriptedModel model = new ScriptedModel();

    @Override
    public String modelId() {
      return ScriptedModel.ID;
    }

    @Override
    public List<ModelFacts> models() {
      return List.of(ScriptedSource.facts(ScriptedModel.ID, ModelKind.CHAT));
    }

    @Override
    public List<PullableModel> pullable() {
      return List.of();
    }

    @Override
    public TextModel load(String id, Progress progress) throws IOException {
      try {
        mayCome.await();
      } catch (InterruptedException stopped) {
        throw new IOException("interrupted", stopped);
      }
      return model;
    }

    @Override
    public TextEncoder loadEncoder(String id) throws IOException {
      throw new IOException("there is no encoder");
    }

    @Override
    public void pull(String id, Progress progress) throws IOException {
      throw new IOException("there is nothing to fetch");
    }

    @Override
    public void remove(String id) throws IOException {
      throw new IOException("there is nothing to remove");
    }
  }
}
