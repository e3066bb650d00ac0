package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Sessions: what opens one, what ends one, and how soon.
 *
 * <p>Class V5, session theft and forged requests: a token that scripts can read (Open WebUI's JWT
 * in localStorage), changes by GET or by a form of another site (CVE-2024-7035, CVE-2026-45317).
 * Class V13: tokens that outlive signing out and a new password (Open WebUI without Redis).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
  private static final String NEW_PASSWORD = "nine green lamps wander";
  private Team team;
  private Visitor ada;

  @BeforeAll
  void start() throws Exception {
    team = Team.start();
    ada = team.setUp();
  }

  @AfterAll
  void stop() {
    team.close();
  }

  private Visitor member(String name) throws Exception {
    return team.join(ada, name + "@team.example", "member");
  }

  private Visitor again(String name) throws Exception {
    return team.visitor(team.signIn(name + "@team.example", Team.PASSWORD));
  }

  @Test
  void signingOutEndsTheSessionAtOnceAndTakesTheCookie() throws Exception {
    Visitor bob = member("out");

    Answer out = bob.post("/api/sign-out", Map.of());

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).startsWith("__Host-chatwright=;").contains("Max-Age=0");
    assertThat(bob.get("/api/me").status()).isEqualTo(401);
    assertThat(bob.get("/api/me").error("code")).isEqualTo("session_ended");
  }

  @Test
  void aSessionRevokedElsewhereRefusesItsNextRequest() throws Exception {
    Visitor here = member("two");
    Visitor there = again("two");
    JsonNode listed = here.get("/api/sessions").json().path("sessions");
    String other = listed.get(0).path("id").asString();

    Answer revoked = here.delete("/api/sessions/" + other);

    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).path("current").asBoolean()).isFalse();
    assertThat(listed.get(1).path("current").asBoolean()).isTrue();
    assertThat(listed.get(0).path("address").asString()).isEqualTo("127.0.0.1");
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(there.get("/api/me").status()).isEqualTo(401);
    assertThat(here.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordSignsOutEverywhereElse() throws Exception {
    Visitor here = member("change");
    Visitor there = again("change");

    Answer wrong = here.post("/api/me/password", Map.of("current", "wrong", "new", NEW_PASSWORD));
    Answer changed =
        here.post("/api/me/password", Map.of("current", Team.PASSWORD, "new", NEW_PASSWORD));

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.error("code")).isEqualTo("wrong_password");
    assertThat(changed.status()).isEqualTo(204);
    assertThat(here.get("/api/me").status()).isEqualTo(200);
    assertThat(there.get("/api/me").status()).isEqualTo(401);
    assertThat(team.signIn("change@team.example", Team.PASSWORD).status()).isEqualTo(401);
    assertThat(team.signIn("change@team.example", NEW_PASSWORD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"expires_at", "last_seen_at"})
  void aSessionEndsByItsAgeAndByBeingUnused(String column) throws Exception {
    Visitor bob = member(column);
    long past = System.currentTimeMillis() - Duration.ofDays(8).toMillis();
    team.database()
        .write(
            sql ->
                sql.sql(
                        "update session set "
                            + column
                            + " = ? where person_id = (select id from person where email = ?)")
                    .params(past, column + "@team.example")
                    .update());

    assertThat(bob.get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void signingInGivesANewSessionWhateverCookieCame() throws Exception {
    Visitor before = member("fixed");
    Answer answer =
        before.post(
            "/api/sign-in", Map.of("email", "fixed@team.example", "password", Team.PASSWORD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(team.visitor(answer).cookie()).isNotEqualTo(before.cookie());
    assertThat(before.get("/api/me").status()).as("the old one has ended").isEqualTo(401);
  }

  @Test
  void theDatabaseHoldsOnlyTheHashOfTheSecret() throws Exception {
    Visitor bob = member("hashed");
    String secret = bob.cookie().substring(bob.cookie().indexOf('=') + 1);

    long found =
        team.database()
            .read(
                sql ->
                    sql.sql("select count(*) from session where token_hash = ?")
                        .param(secret)
                        .query(Long.class)
                        .single());

    assertThat(secret).hasSize(43);
    assertThat(found).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void aFormOfAnotherSiteChangesNothing(String type) throws Exception {
    var request =
        team.http()
            .request("/api/keys")
            .header("Cookie", ada.cookie())
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("{\"name\":\"x\",\"scopes\":[\"api\"]}"));

    Answer withoutOrigin = team.http().send(request);
    Answer withForeignOrigin =
        team.http().send(request.copy().header("Origin", "https://evil.example"));
    Answer fromForeignSite =
        team.http()
            .send(
                request
                    .copy()
                    .setHeader("Content-Type", "application/json")
                    .header("Sec-Fetch-Site", "cross-site"));

    assertThat(withoutOrigin.status()).isEqualTo(403);
    assertThat(withForeignOrigin.status()).isEqualTo(403);
    assertThat(fromForeignSite.status()).isEqualTo(403);
    assertThat(ada.get("/api/keys").json().path("keys")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/sign-out", "/api/me/password", "/api/setup", "/api/join"})
  void nothingChangesByGet(String path) throws Exception {
    assertThat(ada.get(path).status()).isEqualTo(405);
    assertThat(ada.get("/api/me").status()).isEqualTo(200);
  }

  /** Class V14: rights that outlive their end on an open stream (Open WebUI CVE-2026-44553). */
  @ParameterizedTest
  @ValueSource(strings = {"deactivated", "signed out", "key revoked"})
  void anOpenStreamEndsWithinASecondOfTheRightToIt(String how) throws Exception {
    String name = how.replace(" ", "-");
    Visitor bob = member(name);
    String key = team.key(bob, "api");
    String id = bob.id();
    String keyId = bob.get("/api/keys").json().at("/keys/0/id").asString();
    Object body = Map.of("model", "scripted", "prompt", "without end", "stream", true);
    var request = bob.request("/v1/completions", Optional.of(body));
    request.POST(BodyPublishers.ofByteArray(RunningServer.JSON.writeValueAsBytes(body)));
    if (how.equals("key revoked")) {
      request.setHeader("Authorization", "Bearer " + key);
    }

    try (var stream = new OpenStream(team.http().client(), request.build())) {
      assertThat(stream.isOpenFor(Duration.ofMillis(300))).isTrue();
      switch (how) {
        case "deactivated" ->
            ada.patch("/api/administration/people/" + id, Map.of("active", false));
        case "signed out" -> bob.post("/api/sign-out", Map.of());
        default -> bob.delete("/api/keys/" + keyId);
      }

      assertThat(stream.isOpenFor(Duration.ofSeconds(1))).isFalse();
    }
  }

  @Test
  void aDemotedAdministratorMayNoLongerAdministerOnTheNextRequest() throws Exception {
    Visitor bea = team.join(ada, "bea@team.example", "administrator");
    Answer before = bea.get("/api/administration/people");
    ada.patch("/api/administration/people/" + bea.id(), Map.of("role", "member"));

    assertThat(before.status()).isEqualTo(200);
    assertThat(bea.get("/api/administration/people").status()).isEqualTo(403);
    assertThat(bea.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void whoIsTakenBackInSignsInAnew() throws Exception {
    Visitor bob = member("back");
    String path = "/api/administration/people/" + bob.id();

    ada.patch(path, Map.of("active", false));
    Answer meanwhile = bob.get("/api/me");
    ada.patch(path, Map.of("active", true));

    assertThat(meanwhile.status()).isEqualTo(401);
    assertThat(bob.get("/api/me").status()).isEqualTo(401);
    assertThat(again("back").get("/api/me").status()).isEqualTo(200);
  }
}
