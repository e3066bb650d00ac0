package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.security.SessionCookie;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How people come in.
 *
 * <p>Class V13, login and tokens: the race for the first account (Open WebUI CVE-2026-45675), an
 * empty password (CVE-2026-44551), telling accounts apart (AnythingLLM CVE-2026-21484), joining
 * twice.
 */
class EntranceTest {
  private Team team;

  /** How the server is set up; the same tests are run on another database too. */
  ServerOptions options() {
    return RunningServer.options().withTeam();
  }

  @BeforeEach
  void start() throws Exception {
    team = Team.start(options());
  }

  @AfterEach
  void stop() {
    team.close();
  }

  @Test
  void theEntranceTellsWhetherSomebodyCanSignIn() throws Exception {
    Answer before = team.stranger().get("/api/entrance");
    Visitor ada = team.setUp();
    Answer after = ada.get("/api/entrance");

    assertThat(before.json().path("mode").asString()).isEqualTo("team");
    assertThat(before.json().path("set_up").asBoolean()).isFalse();
    assertThat(before.json().path("signed_in").asBoolean()).isFalse();
    assertThat(before.json().path("min_password_length").asInt()).isEqualTo(12);
    assertThat(after.json().path("set_up").asBoolean()).isTrue();
    assertThat(after.json().path("signed_in").asBoolean()).isTrue();
  }

  @Test
  void theFirstAdministratorComesInByTheLinkAndMayDoEverything() throws Exception {
    Visitor ada = team.setUp();

    Answer me = ada.get("/api/me");

    assertThat(me.status()).isEqualTo(200);
    assertThat(me.json().path("email").asString()).isEqualTo("ada@team.example");
    assertThat(me.json().path("role").asString()).isEqualTo("administrator");
    assertThat(me.json().path("mode").asString()).isEqualTo("team");
    assertThat(me.json().path("permissions")).hasSize(6);
    assertThat(me.json().at("/server/default_model").asString()).isEqualTo(ScriptedModel.ID);
    assertThat(me.body()).doesNotContain("argon2");
  }

  @Test
  void theLinkEndsWhenItWasUsed() throws Exception {
    team.setUp();

    Answer again =
        team.stranger().post("/api/setup", Team.account(team.setUpToken(), "eve@team.example"));

    assertThat(again.status()).isEqualTo(403);
    assertThat(again.error("code")).isEqualTo("link_over");
  }

  @Test
  void anotherTokenMakesNobody() throws Exception {
    Answer wrong = team.stranger().post("/api/setup", Team.account("guess", "eve@team.example"));

    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.response().headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(team.stranger().get("/api/entrance").json().path("set_up").asBoolean()).isFalse();
  }

  @Test
  void ofManyWhoUseTheLinkAtOnceOneBecomesAdministrator() throws Exception {
    List<Callable<Integer>> racers =
        IntStream.range(0, 8)
            .<Callable<Integer>>mapToObj(
                i ->
                    () ->
                        team.stranger()
                            .post(
                                "/api/setup",
                                Team.account(team.setUpToken(), "racer" + i + "@team.example"))
                            .status())
            .toList();

    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses = threads.invokeAll(racers).stream().map(Future::resultNow).toList();
    }

    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 403);
    long people =
        team.database()
            .read(sql -> sql.sql("select count(*) from person").query(Long.class).single());
    assertThat(people).isOne();
  }

  @Test
  void aRefusedPasswordLeavesTheLinkOpen() throws Exception {
    Answer common =
        team.stranger()
            .post(
                "/api/setup",
                Map.of(
                    "token", team.setUpToken(),
                    "name", "Ada",
                    "email", "ada@team.example",
                    "password", "Password123456"));

    assertThat(common.status()).isEqualTo(400);
    assertThat(common.error("code")).isEqualTo("password_common");
    assertThat(team.setUp().get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void whoWorkedAloneBecomesTheAdministratorAndKeepsWhatIsTheirs(@TempDir Path home)
      throws Exception {
    ServerOptions options = ServerOptions.of(home).withAddress("127.0.0.1", 0);
    String alone;
    try (RunningServer server =
        RunningServer.start(options, ScriptedSource.of(new ScriptedModel()))) {
      alone = server.get("/api/me").json().path("id").asString();
    }

    try (Team later = Team.start(options.withTeam())) {
      assertThat(later.setUp().id()).isEqualTo(alone);
    }
  }

  @Test
  void aStartPrintsALinkOnlyWhileThereIsNoAdministrator(@TempDir Path home) throws Exception {
    ServerOptions options = ServerOptions.of(home).withAddress("127.0.0.1", 0).withTeam();
    String first;
    try (Team server = Team.start(options)) {
      first = server.setUpToken();
    }
    String second;
    try (Team server = Team.start(options)) {
      second = server.setUpToken();
      assertThat(server.stranger().post("/api/setup", Team.account(first, "a@b.example")).status())
          .isEqualTo(403);
      server.setUp();
    }

    try (Team server = Team.start(options)) {
      assertThat(server.setUpToken()).isEmpty();
    }
    assertThat(first).hasSize(43).isNotEqualTo(second);
  }

  @Test
  void theCookieIsOutOfReachForScriptsAndOtherSites() throws Exception {
    team.setUp();

    String cookie = team.signIn("ada@team.example", Team.PASSWORD).header("Set-Cookie");

    assertThat(cookie)
        .startsWith("__Host-chatwright=")
        .contains("; Path=/;")
        .contains("; HttpOnly")
        .contains("; SameSite=Strict")
        .contains("; Secure")
        .doesNotContain("Domain");
  }

  @Test
  void unknownAddressesAndWrongPasswordsAndDeactivatedPeopleAreAnsweredAlike() throws Exception {
    Visitor ada = team.setUp();
    Visitor bob = team.join(ada, "bob@team.example", "member");
    ada.patch("/api/administration/people/" + bob.id(), Map.of("active", false));

    Answer unknown = team.signIn("nobody@team.example", Team.PASSWORD);
    Answer wrong = team.signIn("ada@team.example", "not the password");
    Answer deactivated = team.signIn("bob@team.example", Team.PASSWORD);

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(deactivated.status()).isEqualTo(401);
    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(deactivated.body()).isEqualTo(unknown.body());
  }

  @Test
  void anEmptyPasswordOpensNothingAlsoForSomebodyWithoutOne() throws Exception {
    Answer empty = team.signIn("ada@team.example", "");

    assertThat(empty.status()).isEqualTo(400);
    team.database()
        .write(
            sql ->
                sql.sql(
                        "insert into person (id, name, email, role, active, created_at) values ('00000000-0000-7000-8000-000000000000', 'x', 'x@team.example', 'member', true, 0)")
                    .update());
    assertThat(team.signIn("x@team.example", "anything at all").status()).isEqualTo(401);
  }

  @Test
  void addressesAreComparedAsWhole() throws Exception {
    team.setUp();

    assertThat(team.signIn("%@team.example", Team.PASSWORD).status()).isEqualTo(401);
    assertThat(team.signIn("ADA@Team.Example", Team.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void anInvitationLetsOnePersonIn() throws Exception {
    Visitor ada = team.setUp();
    String token = team.invite(ada, "member");

    Answer look = team.stranger().post("/api/join/look", Map.of("token", token));
    Answer first = team.stranger().post("/api/join", Team.account(token, "bob@team.example"));
    Answer second = team.stranger().post("/api/join", Team.account(token, "eve@team.example"));
    Answer lookAgain = team.stranger().post("/api/join/look", Map.of("token", token));

    assertThat(look.json().path("role").asString()).isEqualTo("member");
    assertThat(look.json().path("invited_by").asString()).isEqualTo("Somebody");
    assertThat(first.status()).isEqualTo(200);
    assertThat(team.visitor(first).get("/api/me").json().path("role").asString())
        .isEqualTo("member");
    assertThat(second.status()).isEqualTo(404);
    assertThat(lookAgain.status()).isEqualTo(404);
  }

  @Test
  void anInvitationForOneAddressIsForNoOther() throws Exception {
    Visitor ada = team.setUp();
    Answer made =
        ada.post(
            "/api/administration/invitations",
            Map.of("role", "member", "email", "bob@team.example"));
    String token = made.json().path("token").asString();

    Answer eve = team.stranger().post("/api/join", Team.account(token, "eve@team.example"));
    Answer bob = team.stranger().post("/api/join", Team.account(token, "Bob@team.example"));

    assertThat(eve.status()).isEqualTo(400);
    assertThat(eve.error("code")).isEqualTo("email_not_invited");
    assertThat(bob.status()).isEqualTo(200);
  }

  @Test
  void invitationsEndByTimeByWithdrawalAndWithWhoInvited() throws Exception {
    Visitor ada = team.setUp();
    Visitor bea = team.join(ada, "bea@team.example", "administrator");
    String withdrawn = team.invite(ada, "member");
    String id =
        ada.get("/api/administration/invitations").json().at("/invitations/0/id").asString();
    String old = team.invite(ada, "member");
    String byBea = team.invite(bea, "administrator");

    ada.delete("/api/administration/invitations/" + id);
    team.database()
        .write(
            sql ->
                sql.sql("update invitation set expires_at = 1 where token_hash = ?")
                    .param(Secret.hash(old))
                    .update());
    ada.patch("/api/administration/people/" + bea.id(), Map.of("role", "member"));

    for (String token : List.of(withdrawn, old, byBea)) {
      assertThat(
              team.stranger().post("/api/join", Team.account(token, "eve@team.example")).status())
          .isEqualTo(404);
    }
    assertThat(ada.get("/api/administration/invitations").json().path("invitations")).isEmpty();
  }

  @Test
  void overPlainHttpFromElsewhereNobodySignsIn() throws Exception {
    team.setUp();

    String answer =
        team.http()
            .raw(
                """
                POST /api/sign-in HTTP/1.1\r
                Host: chat.team.example\r
                Content-Type: application/json\r
                Connection: close\r
                Content-Length: 2\r
                \r
                {}""");

    assertThat(answer).startsWith("HTTP/1.1 403").contains("https_required").contains("TLS");
  }

  @Test
  void aProxyThatSpeaksTlsLetsPeopleIn() throws Exception {
    team.setUp();

    String answer = team.http().raw(signInAt("chat.team.example", "X-Forwarded-Proto: https"));

    assertThat(answer).startsWith("HTTP/1.1 200").contains("Set-Cookie: " + SessionCookie.NAME);
  }

  @Test
  void theOperatorMayAllowPlainHttpAndIsWarned() throws Exception {
    ServerOptions options =
        RunningServer.options().withTeam().with(Options.SERVER_INSECURE_HTTP, true);
    try (Team insecure = Team.start(options)) {
      Visitor ada = insecure.setUp();

      String answer = insecure.http().raw(signInAt("chat.team.example", "X-Nothing: 1"));
      Answer health = ada.get("/api/administration/health");

      assertThat(answer).startsWith("HTTP/1.1 200").contains("Set-Cookie: chatwright=");
      assertThat(answer).doesNotContain("Secure");
      assertThat(health.json().at("/warnings/0").asString()).contains("insecure_http");
    }
  }

  private static String signInAt(String host, String header) {
    String body = "{\"email\":\"ada@team.example\",\"password\":\"" + Team.PASSWORD + "\"}";
    return "POST /api/sign-in HTTP/1.1\r\nHost: %s\r\n%s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(host, header, body.length(), body);
  }

  @Test
  void whereOnePersonWorksAloneNobodySignsIn() throws Exception {
    try (RunningServer alone = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      Answer answer = alone.post("/api/sign-in", "{\"email\":\"a@b\",\"password\":\"x\"}");

      assertThat(answer.status()).isEqualTo(409);
      assertThat(alone.get("/api/me").json().path("mode").asString()).isEqualTo("alone");
    }
  }
}
