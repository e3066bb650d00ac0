package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Fields that nobody asked for.
 *
 * <p>Class V9, mass assignment: Open WebUI CVE-2026-44550 ({@code extra=allow}), LibreChat
 * CVE-2024-10359, AnythingLLM CVE-2024-0404 (becoming an administrator by a field).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MassAssignmentTest {
  private static final List<String> EXTRA =
      List.of(
          "userId",
          "user_id",
          "ownerId",
          "owner_id",
          "person_id",
          "id",
          "createdAt",
          "created_at",
          "permissions",
          "password_hash",
          "is_admin",
          "__proto__");
  private Team team;
  private Visitor ada;
  private Visitor bob;
  private String bobsId;

  @BeforeAll
  void start() throws Exception {
    team = Team.start();
    ada = team.setUp();
    bob = team.join(ada, "bob@team.example", "member");
    bobsId = bob.id();
  }

  @AfterAll
  void stop() {
    team.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "POST | /api/setup | {'token':'t','name':'n','email':'a@b','password':'four blue whales'}",
        "POST | /api/sign-in | {'email':'bob@team.example','password':'four blue whales sing'}",
        "POST | /api/join/look | {'token':'t'}",
        "POST | /api/join | {'token':'t','name':'n','email':'a@b','password':'four blue whales'}",
        "PATCH | /api/me | {'name':'Bob'}",
        "POST | /api/me/password | {'current':'a','new':'b'}",
        "POST | /api/keys | {'name':'k','scopes':['api']}",
        "PATCH | /api/administration/people/BOB | {'active':true}",
        "POST | /api/administration/invitations | {'role':'member'}",
        "POST | /api/personas | {'name':'p'}",
        "POST | /api/prompts | {'command':'c','text':'t'}",
        "POST | /api/folders | {'name':'f'}",
        "POST | /api/tags | {'name':'t'}",
      })
  void aFieldThatIsNotAskedForIsRefused(String method, String path, String body) throws Exception {
    Visitor visitor = path.contains("administration") ? ada : bob;
    String place = path.replace("BOB", bobsId);
    for (String name : EXTRA) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field :
          RunningServer.JSON.readTree(body.replace('\'', '"')).properties()) {
        fields.put(field.getKey(), field.getValue());
      }
      fields.put(name, "x");

      Answer answer = visitor.send(method, place, Optional.of(fields));

      assertThat(answer.status()).as("%s with %s", path, name).isEqualTo(400);
      assertThat(answer.error("code")).as("%s with %s", path, name).isEqualTo("unknown_parameter");
    }
  }

  @Test
  void aParameterThatIsNoTextIsRefused() throws Exception {
    Answer answer = bob.send("GET", "/api/search?q=secret%FF", Optional.empty());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("code")).isEqualTo("invalid_parameters");
  }

  @ParameterizedTest
  @CsvSource({"role, administrator", "active, true", "email, other@team.example"})
  void nobodyChangesTheirOwnRights(String field, String value) throws Exception {
    Answer answer = bob.patch("/api/me", Map.of(field, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(bob.get("/api/me").json().path("role").asString()).isEqualTo("member");
  }
}
