package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links for people who forgot their password. Class V13, login and tokens. */
class PasswordLinkTest {
  private static final String EMAIL = "bob@team.example";
  private static final String NEW = "six green herons wait";

  private Team team;
  private Visitor ada;
  private Visitor bob;

  @BeforeEach
  void start() throws Exception {
    team = Team.start();
    ada = team.setUp();
    bob = team.join(ada, EMAIL, "member");
  }

  @AfterEach
  void stop() {
    team.close();
  }

  private Answer make() throws Exception {
    return ada.post("/api/administration/people/" + bob.id() + "/password-link", Map.of());
  }

  private String token() throws Exception {
    return make().json().path("token").asString();
  }

  private Answer use(String token) throws Exception {
    return team.stranger().post("/api/new-password", Map.of("token", token, "password", NEW));
  }

  private void change(String sets) {
    team.database().write(sql -> sql.sql("update password_link set " + sets).update());
  }

  @Test
  void theNewPasswordHoldsAndEverySessionEnds() throws Exception {
    String token = token();

    Answer look = team.stranger().post("/api/new-password/look", Map.of("token", token));
    Answer used = use(token);

    assertThat(look.json().path("email").asString()).isEqualTo(EMAIL);
    assertThat(used.status()).isEqualTo(200);
    assertThat(used.json().path("email").asString()).isEqualTo(EMAIL);
    assertThat(team.visitor(used).get("/api/me").status()).isEqualTo(200);
    assertThat(bob.get("/api/me").status()).isEqualTo(401);
    assertThat(team.signIn(EMAIL, Team.PASSWORD).status()).isEqualTo(401);
    assertThat(team.signIn(EMAIL, NEW).status()).isEqualTo(200);
    assertThat(ada.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void aLinkIsUsedOnceAndWhoMadeItIsKept() throws Exception {
    String token = token();
    use(token);

    Answer again = use(token);

    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error("code")).isEqualTo("link_over");
    String maker =
        team.database()
            .read(
                sql ->
                    sql.sql("select created_by from password_link where used_at is not null")
                        .query(String.class)
                        .single());
    assertThat(maker).isEqualTo(ada.id());
  }

  @Test
  void ofManyWhoUseALinkAtOnceOneDoes() throws Exception {
    String token = token();
    List<Callable<Integer>> racers =
        IntStream.range(0, 4).<Callable<Integer>>mapToObj(_ -> () -> use(token).status()).toList();

    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses = threads.invokeAll(racers).stream().map(Future::resultNow).toList();
    }

    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 404);
  }

  @Test
  void aLinkEndsAfterItsTime() throws Exception {
    String token = token();
    change("expires_at = 1");

    assertThat(use(token).status()).isEqualTo(404);
    assertThat(bob.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void aNewLinkEndsTheOneBefore() throws Exception {
    String first = token();
    String second = token();

    assertThat(use(first).status()).isEqualTo(404);
    assertThat(use(second).status()).isEqualTo(200);
  }

  @Test
  void aLinkEndsWithTheRightsOfWhoMadeIt() throws Exception {
    Visitor eve = team.join(ada, "eve@team.example", "administrator");
    String path = "/api/administration/people/" + bob.id() + "/password-link";
    String token = eve.post(path, Map.of()).json().path("token").asString();
    ada.patch("/api/administration/people/" + eve.id(), Map.of("role", "member"));

    assertThat(use(token).status()).isEqualTo(404);
    assertThat(eve.post(path, Map.of()).status()).isEqualTo(403);
  }

  @Test
  void whoIsDeactivatedComesInByNoLink() throws Exception {
    String token = token();
    String id = bob.id();
    ada.patch("/api/administration/people/" + id, Map.of("active", false));

    Answer another = ada.post("/api/administration/people/" + id + "/password-link", Map.of());

    assertThat(use(token).status()).isEqualTo(404);
    assertThat(another.status()).isEqualTo(409);
    ada.patch("/api/administration/people/" + id, Map.of("active", true));
    assertThat(use(token).status()).as("nor when they may come in again").isEqualTo(404);
  }

  @Test
  void aWeakPasswordIsRefusedAndLeavesTheLinkOpen() throws Exception {
    String token = token();

    Answer weak =
        team.stranger()
            .post("/api/new-password", Map.of("token", token, "password", "passwordpassword"));

    assertThat(weak.status()).isEqualTo(400);
    assertThat(use(token).status()).isEqualTo(200);
  }

  @Test
  void guessesAreSlowedDown() throws Exception {
    Answer last = use("guess");
    for (int i = 0; i < 12; i++) {
      last = use("guess" + i);
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isNotEmpty();
  }

  @Test
  void theTokenIsStoredNowhere() throws Exception {
    String token = token();

    long found =
        team.database()
            .read(
                sql ->
                    sql.sql("select count(*) from password_link where token_hash = ? or id = ?")
                        .params(token, token)
                        .query(Long.class)
                        .single());

    assertThat(token).isNotEmpty();
    assertThat(found).isZero();
  }
}
