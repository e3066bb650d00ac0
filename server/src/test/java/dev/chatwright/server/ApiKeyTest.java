package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * API keys.
 *
 * <p>Class V8: a key whose limits hold for one header only (Open WebUI CVE-2026-45339).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyTest {
  private static final String MACHINE_KEY = "the-machine-key";
  private Team team;
  private Visitor ada;
  private Visitor bob;

  @BeforeAll
  void start() throws Exception {
    team = Team.start(RunningServer.options().withTeam().withApiKey(MACHINE_KEY));
    ada = team.setUp();
    bob = team.join(ada, "bob@team.example", "member");
  }

  @AfterAll
  void stop() {
    team.close();
  }

  @Test
  void aKeyIsShownOnceAndThenByItsStartOnly() throws Exception {
    Answer made =
        bob.post(
            "/api/keys",
            Map.of("name", "my program", "scopes", List.of("chat", "api"), "expires_in_days", 30));
    String secret = made.json().path("secret").asString();
    team.withKey(secret, "/v1/models");

    JsonNode listed = bob.get("/api/keys").json();
    JsonNode key = listed.at("/keys/0");

    assertThat(made.status()).isEqualTo(201);
    assertThat(secret).startsWith("cw_").hasSize(46);
    assertThat(key.path("name").asString()).isEqualTo("my program");
    assertThat(secret).startsWith(key.path("start").asString());
    assertThat(key.path("scopes").toString()).isEqualTo("[\"api\",\"chat\"]");
    assertThat(key.path("expires_at").asLong()).isGreaterThan(key.path("created_at").asLong());
    assertThat(listed.toString()).doesNotContain(secret);
  }

  @Test
  void aKeyMayTheSameInWhicheverHeader() throws Exception {
    String secret = team.key(bob, "api");

    for (String header : List.of("Authorization", "x-api-key")) {
      String value = header.equals("Authorization") ? "Bearer " + secret : secret;
      assertThat(status("/v1/models", header, value)).as(header).isEqualTo(200);
      assertThat(status("/api/me", header, value)).as(header).isEqualTo(403);
      assertThat(status("/api/administration/people", header, value)).as(header).isEqualTo(403);
    }
  }

  private int status(String path, String header, String value) throws Exception {
    return team.http().send(team.http().request(path).header(header, value).GET()).status();
  }

  @Test
  void aKeyBesideACookieStillAllowsOnlyWhatTheKeyAllows() throws Exception {
    String secret = team.key(ada, "api");
    var request =
        team.http()
            .request("/api/administration/people")
            .header("Cookie", ada.cookie())
            .header("X-Api-Key", secret);

    assertThat(team.http().send(request.GET()).status()).isEqualTo(403);
  }

  @Test
  void twoDifferentKeysAreRefused() throws Exception {
    var request =
        team.http()
            .request("/v1/models")
            .header("Authorization", "Bearer " + team.key(bob, "api"))
            .header("X-Api-Key", team.key(bob, "chat"));

    assertThat(team.http().send(request.GET()).status()).isEqualTo(401);
  }

  @Test
  void aKeyCannotMakeKeysNorChangeThePersonsSettings() throws Exception {
    String secret = team.key(bob, "chat", "api");

    assertThat(team.withKey(secret, "/api/me").status()).isEqualTo(200);
    assertThat(team.withKey(secret, "/api/keys").status()).isEqualTo(403);
    assertThat(team.withKey(secret, "/api/sessions").status()).isEqualTo(403);
  }

  @Test
  void aRoleBoundsTheScopes() throws Exception {
    Answer member = bob.post("/api/keys", Map.of("name", "x", "scopes", List.of("models")));
    Answer administrator = ada.post("/api/keys", Map.of("name", "x", "scopes", List.of("models")));
    Answer unknown = ada.post("/api/keys", Map.of("name", "x", "scopes", List.of("administer")));
    Answer none = ada.post("/api/keys", Map.of("name", "x", "scopes", List.of()));

    assertThat(member.status()).isEqualTo(403);
    assertThat(administrator.status()).isEqualTo(201);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(none.status()).isEqualTo(400);
  }

  @Test
  void aKeyMayNoMoreThanItsOwnerNow() throws Exception {
    Visitor cy = team.join(ada, "cy@team.example", "administrator");
    String secret = team.key(cy, "models", "chat");
    JsonNode before = team.withKey(secret, "/api/me").json().path("permissions");

    ada.patch("/api/administration/people/" + cy.id(), Map.of("role", "member"));

    assertThat(before.toString()).contains("models");
    assertThat(team.withKey(secret, "/api/me").json().path("permissions").toString())
        .doesNotContain("models")
        .contains("chat");
  }

  @Test
  void revokedAndExpiredKeysOpenNothing() throws Exception {
    String revoked = team.key(bob, "api");
    String id = bob.get("/api/keys").json().at("/keys/0/id").asString();
    String expired = team.key(bob, "api");
    String other = bob.get("/api/keys").json().at("/keys/0/id").asString();

    assertThat(bob.delete("/api/keys/" + id).status()).isEqualTo(204);
    team.database()
        .write(
            sql -> sql.sql("update api_key set expires_at = 1 where id = ?").param(other).update());

    assertThat(team.withKey(revoked, "/v1/models").status()).isEqualTo(401);
    assertThat(team.withKey(expired, "/v1/models").status()).isEqualTo(401);
    assertThat(bob.get("/api/keys").body()).doesNotContain(id);
  }

  @Test
  void theMachineKeyOpensTheOpenAiApiOnly() throws Exception {
    assertThat(team.withKey(MACHINE_KEY, "/v1/models").status()).isEqualTo(200);
    assertThat(team.withKey(MACHINE_KEY, "/api/me").status()).isEqualTo(403);
    assertThat(team.withKey(MACHINE_KEY, "/metrics").status()).isEqualTo(403);
    assertThat(team.withKey("another-machine-key", "/v1/models").status()).isEqualTo(401);
  }

  @Test
  void aSessionOpensTheOpenAiApiToo() throws Exception {
    assertThat(bob.get("/v1/models").status()).isEqualTo(200);
    assertThat(team.stranger().get("/v1/models").status()).isEqualTo(401);
  }

  @Test
  void whoWorksAloneMayGiveProgramsLess() throws Exception {
    try (RunningServer alone = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      String secret =
          alone
              .post("/api/keys", "{\"name\":\"x\",\"scopes\":[\"api\"]}")
              .json()
              .path("secret")
              .asString();

      int allowed = statusAlone(alone, "/v1/models", secret);
      int refused = statusAlone(alone, "/api/me", secret);
      int wrong = statusAlone(alone, "/v1/models", "cw_wrong");
      int foreign = statusAlone(alone, "/v1/models", "sk-of-another-service");

      assertThat(List.of(allowed, refused, wrong, foreign)).containsExactly(200, 403, 401, 200);
    }
  }

  private static int statusAlone(RunningServer alone, String path, String key) throws Exception {
    return alone.send(alone.request(path).header("Authorization", "Bearer " + key).GET()).status();
  }
}
