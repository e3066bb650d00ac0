package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import dev.chatwright.server.administration.Storage;
import dev.chatwright.server.store.SqliteBackup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AdministrationTest {
  private static final String PEOPLE = "/api/administration/people";
  private Team team;
  private Visitor ada;

  @BeforeEach
  void start() throws Exception {
    team = Team.start();
    ada = team.setUp();
  }

  @AfterEach
  void stop() {
    team.close();
  }

  @Test
  void everybodyIsListedWithoutAnythingSecret() throws Exception {
    team.join(ada, "bob@team.example", "member");

    Answer answer = ada.get(PEOPLE);
    JsonNode bob = answer.json().at("/people/1");

    assertThat(answer.json().path("people")).hasSize(2);
    assertThat(bob.path("email").asString()).isEqualTo("bob@team.example");
    assertThat(bob.path("role").asString()).isEqualTo("member");
    assertThat(bob.path("active").asBoolean()).isTrue();
    assertThat(answer.body()).doesNotContain("argon2").doesNotContain("password");
  }

  @Test
  void theLastAdministratorStaysOne() throws Exception {
    String path = PEOPLE + "/" + ada.id();

    Answer demoted = ada.patch(path, Map.of("role", "member"));
    Answer deactivated = ada.patch(path, Map.of("active", false));

    assertThat(demoted.status()).isEqualTo(409);
    assertThat(demoted.error("code")).isEqualTo("last_administrator");
    assertThat(deactivated.status()).isEqualTo(409);
    assertThat(ada.get(PEOPLE).json().at("/people/0/role").asString()).isEqualTo("administrator");
  }

  @Test
  void twoAdministratorsWhoDemoteEachOtherAtOnceLeaveOne() throws Exception {
    Visitor bea = team.join(ada, "bea@team.example", "administrator");
    String adasPath = PEOPLE + "/" + ada.id();
    String beasPath = PEOPLE + "/" + bea.id();
    Map<String, Object> member = Map.of("role", "member");
    List<Callable<Integer>> racers =
        List.of(
            () -> ada.patch(beasPath, member).status(),
            () -> bea.patch(adasPath, member).status(),
            () -> ada.patch(adasPath, member).status(),
            () -> bea.patch(beasPath, member).status());

    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses = threads.invokeAll(racers).stream().map(Future::resultNow).toList();
    }

    assertThat(statuses).contains(200);
    long left =
        team.database()
            .read(
                sql ->
                    sql.sql("select count(*) from person where role = 'administrator' and active")
                        .query(Long.class)
                        .single());
    assertThat(left).isOne();
  }

  @Test
  void nobodyIsFoundUnderAnotherId() throws Exception {
    String missing = PEOPLE + "/01900000-0000-7000-8000-000000000000";

    assertThat(ada.patch(missing, Map.of("active", false)).status()).isEqualTo(404);
    assertThat(ada.patch(PEOPLE + "/x", Map.of("active", false)).status()).isEqualTo(404);
    assertThat(ada.patch(PEOPLE + "/" + ada.id(), Map.of("role", "god")).status()).isEqualTo(400);
  }

  @Test
  void anAdministratorMayGiveARoleAndTakeIt() throws Exception {
    Visitor bob = team.join(ada, "bob@team.example", "member");
    String path = PEOPLE + "/" + bob.id();

    Answer given = ada.patch(path, Map.of("role", "administrator"));

    assertThat(given.json().path("role").asString()).isEqualTo("administrator");
    assertThat(bob.get(PEOPLE).status()).isEqualTo(200);
  }

  @Test
  void healthTellsWhatAnOperatorWantsToKnow() throws Exception {
    JsonNode health = ada.get("/api/administration/health").json();

    assertThat(health.path("storage").asString()).isEqualTo("SQLite");
    assertThat(health.path("database_bytes").asLong()).isPositive();
    assertThat(health.path("disk_free_bytes").asLong()).isPositive();
    assertThat(health.path("memory_bytes").asLong()).isPositive();
    assertThat(health.path("people").asInt()).isOne();
    assertThat(health.path("warnings")).isEmpty();
    assertThat(health.has("last_backup_at")).isFalse();
  }

  @Test
  void healthTellsOfTheNewestBackup() throws Exception {
    Path database = team.http().server().bean(Storage.class).file().orElseThrow();
    Instant newest = Instant.parse("2026-03-04T05:06:07.089Z");
    for (Instant moment : List.of(newest.minusSeconds(86_400), newest)) {
      SqliteBackup.copy(database, SqliteBackup.nameFor(database, moment));
    }
    SqliteBackup.copy(
        database, SqliteBackup.nameFor(database, newest).resolveSibling("chatwright-mine.db"));

    JsonNode health = ada.get("/api/administration/health").json();

    assertThat(health.path("last_backup_at").asLong()).isEqualTo(newest.toEpochMilli());
  }
}
