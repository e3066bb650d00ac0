package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.Team.Visitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that are something else to a database.
 *
 * <p>Class V17, injection: AnythingLLM CVE-2026-32628 and CVE-2024-8251, Open WebUI CVE-2026-87016
 * (a wildcard that finds another's account).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InjectionTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%@team.example",
        "ad_@team.example",
        "'or'1'='1@x",
        "ada@team.example'--",
        "ada@team.example\\",
      })
  void anAddressIsNoPattern(String email) throws Exception {
    assertThat(team.signIn(email, Team.PASSWORD).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x'or'1'='1", "'; delete from session; --", "%", "_", "*"})
  void anIdIsNoSql(String id) throws Exception {
    String path = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(ada.delete("/api/sessions/" + path).status()).isIn(400, 404);
    assertThat(ada.delete("/api/keys/" + path).status()).isIn(400, 404);
    assertThat(ada.patch("/api/administration/people/" + path, Map.of("active", false)).status())
        .isIn(400, 404);
    assertThat(ada.get("/api/me").status()).as("still there").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Robert'); drop table person; --", "a\"b", "%s {0} ${jndi:ldap://x}"})
  void aNameIsKeptAsItIs(String name) throws Exception {
    ada.patch("/api/me", Map.of("name", name));

    assertThat(ada.get("/api/me").json().path("name").asString()).isEqualTo(name);
    assertThat(ada.get("/api/administration/people").json().at("/people/0/name").asString())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"' or '1'='1", "%", "x' union select id from session --"})
  void aTokenOrKeyIsNoSql(String secret) throws Exception {
    assertThat(team.stranger().post("/api/join/look", Map.of("token", secret)).status())
        .isEqualTo(404);
    assertThat(team.withKey("cw_" + secret, "/v1/models").status()).isEqualTo(401);
  }
}
