package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import dev.chatwright.server.configuration.Options;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is computed of one person's prompt, and whether another is answered sooner for it. */
class IsolationTest {
  private static final int BLOCK = 64;
  private static final String SYSTEM =
      "You are the help desk of a library in a small town. Answer in one sentence. Say where the"
          + " book stands, when the library is open, or who can help. Never say who has borrowed"
          + " what. Be kind to children, and patient with everybody who cannot read well.";

  /** A team whose two people ask the model that is part of the program. */
  private record Library(Team team, String adasKey, String adasOtherKey, String bobsKey)
      implements AutoCloseable {

    static Library open(ServerOptions options) throws Exception {
      ServerOptions all = options.withAddress("127.0.0.1", 0).withTeam().withModel(BuiltInModel.ID);
      RunningServer http =
          new RunningServer(ChatwrightServer.start(all), HttpClient.newHttpClient());
      http.server().models().awaitSettled(Duration.ofMinutes(1));
      Team team = new Team(http, http.server().setUpToken().orElse(""));
      Visitor ada = team.setUp();
      Visitor bob = team.join(ada, "bob@team.example", "member");
      return new Library(team, team.key(ada, "api"), team.key(ada, "api"), team.key(bob, "api"));
    }

    /** Asks, and returns how many tokens of the prompt were in the cache already. */
    int cached(String key, Map<String, ?> more) throws Exception {
      var body = new HashMap<String, Object>(more);
      body.put("model", BuiltInModel.ID);
      body.put("max_tokens", 1);
      body.putIfAbsent(
          "messages",
          List.of(
              Map.of("role", "system", "content", SYSTEM),
              Map.of("role", "user", "content", "Where are the atlases?")));
      Answer answer =
          team.http()
              .send(
                  team.http()
                      .request("/v1/chat/completions")
                      .header("Authorization", "Bearer " + key)
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(RunningServer.JSON.writeValueAsString(body))));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode usage = answer.json().path("usage");
      assertThat(usage.path("prompt_tokens").asInt()).isGreaterThan(BLOCK);
      return usage.at("/prompt_tokens_details/cached_tokens").asInt();
    }

    int cached(String key) throws Exception {
      return cached(key, Map.of());
    }

    @Override
    public void close() {
      team.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"person, true, false", "key, false, false", "none, true, true"})
  void whoSharesIsAsTheOperatorSays(
      String isolation, boolean otherKey, boolean otherPerson, @TempDir Path home)
      throws Exception {
    ServerOptions options = ServerOptions.of(home).with(Options.ENGINE_ISOLATION, isolation);
    try (Library library = Library.open(options)) {
      assertThat(library.cached(library.adasKey)).isZero();

      assertThat(library.cached(library.adasKey)).isGreaterThanOrEqualTo(BLOCK);
      assertThat(library.cached(library.adasOtherKey) > 0).isEqualTo(otherKey);
      assertThat(library.cached(library.bobsKey) > 0).isEqualTo(otherPerson);
      assertThat(library.cached(library.bobsKey)).isGreaterThanOrEqualTo(BLOCK);
    }
  }

  @Test
  void unlessTheOperatorSaysOtherwisePeopleShareNothing(@TempDir Path home) throws Exception {
    try (Library library = Library.open(ServerOptions.of(home))) {
      library.cached(library.adasKey);

      assertThat(library.cached(library.bobsKey)).isZero();
    }
  }

  @Test
  void whatTheOperatorCallsNoSecretIsSharedAndNothingBehindIt(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("help-desk.txt"), SYSTEM + "\n");
    ServerOptions options =
        ServerOptions.of(home).with(Options.ENGINE_SHARED_PROMPTS, List.of(file.toString()));
    try (Library library = Library.open(options)) {
      String secret = "My card has the number 31-557. ".repeat(20);
      List<Map<String, String>> messages =
          List.of(
              Map.of("role", "system", "content", SYSTEM),
              Map.of("role", "user", "content", secret));
      assertThat(library.cached(library.adasKey, Map.of("messages", messages))).isZero();

      int alone = library.cached(library.bobsKey);
      int same = library.cached(library.bobsKey, Map.of("messages", messages));

      assertThat(alone).as("whole blocks of the shared text").isPositive();
      assertThat(alone % BLOCK).isZero();
      assertThat(same).as("and what he has asked himself").isBetween(alone, alone + BLOCK);
      assertThat(library.cached(library.adasKey, Map.of("messages", messages)))
          .isGreaterThan(alone + BLOCK);
    }
  }

  @Test
  void aProgramThatAsksForSeveralPeopleKeepsThemApart(@TempDir Path home) throws Exception {
    ServerOptions options = ServerOptions.of(home).with(Options.ENGINE_ISOLATION, "none");
    try (Library library = Library.open(options)) {
      Map<String, ?> one = Map.of("cache_salt", "one");
      library.cached(library.adasKey, one);

      assertThat(library.cached(library.adasKey, Map.of("cache_salt", "two"))).isZero();
      assertThat(library.cached(library.adasKey)).isZero();
      assertThat(library.cached(library.adasKey, one)).isGreaterThanOrEqualTo(BLOCK);
    }
  }

  @Test
  void aSaltOfOnePersonOpensNothingOfAnothers(@TempDir Path home) throws Exception {
    try (Library library = Library.open(ServerOptions.of(home))) {
      library.cached(library.adasKey, Map.of("cache_salt", "one"));

      assertThat(library.cached(library.bobsKey, Map.of("cache_salt", "one"))).isZero();
    }
  }

  /** Titles, summaries and what one might ask next hold what people say, too. */
  @Test
  void whatIsAskedForSomebodyIsNobodyElses() throws Exception {
    ScriptedModel model = new ScriptedModel();
    try (RunningServer server = RunningServer.start(ScriptedSource.of(model))) {
      Chat chat = new Chat(server);
      JsonNode reply = chat.ask(chat.make(), "hello");
      server.post("/api/messages/" + reply.path("id").asString() + "/follow-ups", "");
      server.post("/api/temporary", "{\"messages\":[{\"role\":\"user\",\"text\":\"hello\"}]}");

      assertThat(model.requests)
          .hasSizeGreaterThanOrEqualTo(3)
          .allSatisfy(request -> assertThat(request.terms().salt()).startsWith("person "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "absent.txt, there is no shared prompt",
    "broken.txt, is not UTF-8",
    "/dev/zero, 'a pipe, a socket or a device'"
  })
  void aSharedPromptThatCannotBeReadStopsTheStart(String name, String reason, @TempDir Path home)
      throws IOException {
    Files.write(home.resolve("broken.txt"), new byte[] {(byte) 0xC3, 0x28});
    ServerOptions options =
        ServerOptions.of(home)
            .withAddress("127.0.0.1", 0)
            .with(Options.ENGINE_SHARED_PROMPTS, List.of(home.resolve(name).toString()));

    assertThatThrownBy(() -> RunningServer.start(options, ScriptedSource.of(new ScriptedModel())))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("engine.shared_prompts", reason, name);
  }
}
