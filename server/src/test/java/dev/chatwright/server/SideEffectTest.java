package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What one person does to a thing that several use.
 *
 * <p>Class V18, side effects on what is shared: Open WebUI CVE-2026-45671 and CVE-2026-28788
 * (overwriting by the way), LibreChat CVE-2026-44654 (one who may edit deletes the owner's files)
 * and CVE-2026-54027.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideEffectTest {
  private Team team;
  private Visitor ada;
  private Visitor bob;

  @BeforeAll
  void start() throws Exception {
    team = Team.start();
    ada = team.setUp();
    bob = team.join(ada, "bob@team.example", "member");
  }

  @AfterAll
  void stop() {
    team.close();
  }

  private static String made(Visitor visitor, String path, Map<String, Object> body)
      throws Exception {
    Answer answer = visitor.post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("id").asString();
  }

  /** Sends a message, waits for its reply and returns it. */
  private static JsonNode reply(Visitor visitor, String conversation) throws Exception {
    String messages = "/api/conversations/" + conversation + "/messages";
    Answer sent = visitor.post(messages, Map.of("text", "Hello"));
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    String generation = sent.json().at("/replies/0/generation_id").asString();
    assertThat(visitor.get("/api/generations/" + generation + "/events").body()).contains("[DONE]");
    JsonNode shown = visitor.get(messages).json().path("messages");
    return shown.get(shown.size() - 1);
  }

  private String teamPersona(String prompt) throws Exception {
    return made(
        ada, "/api/personas", Map.of("name", "Nurse", "system_prompt", prompt, "for_team", true));
  }

  @Test
  void aPersonaThatItsOwnerRemovesLeavesTheChatsOfOthersAlive() throws Exception {
    String persona = teamPersona("You are kind.");
    String chat = made(bob, "/api/conversations", Map.of("persona_id", persona));
    JsonNode before = reply(bob, chat);

    assertThat(ada.delete("/api/personas/" + persona).status()).isEqualTo(204);

    assertThat(before.path("state").asString()).isEqualTo("complete");
    assertThat(reply(bob, chat).path("state").asString()).isEqualTo("complete");
    JsonNode messages = bob.get("/api/conversations/" + chat + "/messages").json();
    assertThat(messages.path("messages")).hasSize(4);
  }

  @Test
  void aPersonaForTheTeamIsChangedByItsOwnerOnly() throws Exception {
    String persona = teamPersona("You are kind.");
    Map<String, Object> change = Map.of("name", "Mine now", "for_team", false);

    assertThat(bob.send("PUT", "/api/personas/" + persona, Optional.of(change)).status())
        .isEqualTo(404);
    assertThat(bob.delete("/api/personas/" + persona).status()).isEqualTo(404);

    JsonNode still = bob.get("/api/personas/" + persona).json();
    assertThat(still.path("name").asString()).isEqualTo("Nurse");
    assertThat(still.path("for_team").asBoolean()).isTrue();
  }

  @Test
  void whatAPersonaWasBeforeItWasForTheTeamIsItsOwnersAlone() throws Exception {
    Map<String, Object> draft =
        Map.of("name", "Draft", "system_prompt", "The lay-offs are in May.");
    String persona = made(ada, "/api/personas", draft);
    Map<String, Object> fit = Map.of("name", "Draft", "system_prompt", "Hello", "for_team", true);
    assertThat(ada.send("PUT", "/api/personas/" + persona, Optional.of(fit)).status())
        .isEqualTo(200);

    assertThat(bob.get("/api/personas/" + persona).status()).isEqualTo(200);
    assertThat(bob.get("/api/personas/" + persona + "/versions").status()).isEqualTo(404);
    assertThat(ada.get("/api/personas/" + persona + "/versions").json().path("versions"))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "tag"})
  void aRemovedLabelLeavesItsChats(String kind) throws Exception {
    String label = made(bob, "/api/" + kind + "s", Map.of("name", "Short-lived " + kind));
    String chat = made(bob, "/api/conversations", Map.of());
    Map<String, Object> filed =
        kind.equals("tag") ? Map.of("tag_ids", List.of(label)) : Map.of("folder_id", label);
    assertThat(bob.patch("/api/conversations/" + chat, filed).status()).isEqualTo(200);

    assertThat(bob.delete("/api/" + kind + "s/" + label).status()).isEqualTo(204);

    assertThat(bob.get("/api/conversations/" + chat).status()).isEqualTo(200);
  }

  @Test
  void aForkOutlivesWhatItWasMadeFrom() throws Exception {
    String original = made(bob, "/api/conversations", Map.of());
    String last = reply(bob, original).path("id").asString();
    String fork = made(bob, "/api/conversations/" + original + "/fork", Map.of("message_id", last));

    assertThat(bob.delete("/api/conversations/" + original).status()).isEqualTo(204);

    JsonNode messages = bob.get("/api/conversations/" + fork + "/messages").json();
    assertThat(messages.path("messages")).hasSize(2);
    assertThat(reply(bob, fork).path("state").asString()).isEqualTo("complete");
  }

  @Test
  void aReaderOfALinkCanNeitherEndItNorWriteToWhatItShows() throws Exception {
    String chat = made(ada, "/api/conversations", Map.of());
    String message = reply(ada, chat).path("id").asString();
    JsonNode made = ada.post("/api/shares", Map.of("conversation_id", chat)).json();
    Map<String, Object> token = Map.of("token", made.path("token").asString());
    assertThat(bob.post("/api/shared/look", token).status()).isEqualTo(200);

    assertThat(bob.delete("/api/shares/" + made.at("/share/id").asString()).status())
        .isEqualTo(404);
    assertThat(bob.delete("/api/conversations/" + chat).status()).isEqualTo(404);
    assertThat(bob.post("/api/conversations/" + chat + "/messages", Map.of("text", "Hi")).status())
        .isEqualTo(404);
    assertThat(
            bob.send(
                    "PUT",
                    "/api/messages/" + message + "/feedback",
                    Optional.of(Map.of("thumb", "down")))
                .status())
        .isEqualTo(404);

    assertThat(bob.post("/api/shared/look", token).status()).as("still there").isEqualTo(200);
  }
}
