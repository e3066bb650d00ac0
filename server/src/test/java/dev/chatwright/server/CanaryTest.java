package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.Team.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Secrets and texts are put in wherever somebody can, right and wrong, and looked for wherever they
 * must not come out: logs, metrics, error bodies, the files of the database.
 *
 * <p>Class V12, secrets that leak: LibreChat CVE-2026-32625, AnythingLLM CVE-2024-5213, Lobe Chat
 * CVE-2024-37895; here their way out by logs and errors.
 */
class CanaryTest {
  private static final String PASSWORD = "canary-password-violet-otter";
  private static final String WRONG = "canary-wrong-password-of-ada";
  private static final String PROMPT = "canary-prompt-about-my-health";
  private static final String MACHINE_KEY = "canary-machine-key";

  @TempDir private Path home;
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  @Test
  void nothingSecretComesOutAnywhere() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    String metrics;
    try (Team team =
        Team.start(
            ServerOptions.of(home)
                .withAddress("127.0.0.1", 0)
                .withTeam()
                .withApiKey(MACHINE_KEY))) {
      log.start();
      root.addAppender(log);
      metrics = use(team);
    } finally {
      root.detachAppender(log);
      System.setOut(out);
    }

    lookFor("the console", console.toString(StandardCharsets.UTF_8));
    lookFor("metrics", metrics);
    log.list.forEach(event -> lookFor("the log", text(event)));
    errors.forEach(body -> lookFor("an error", body));
    lookInFiles();
    assertThat(errors).hasSizeGreaterThan(8);
  }

  private static String text(ILoggingEvent event) {
    String failure =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getFormattedMessage() + failure;
  }

  private void lookFor(String place, String text) {
    secrets.forEach(
        (name, secret) -> assertThat(text).as("%s in %s", name, place).doesNotContain(secret));
  }

  private void lookInFiles() throws Exception {
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lookFor(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** Does what people and attackers do, and returns the metrics afterwards. */
  private String use(Team team) throws Exception {
    secrets.put("a password", PASSWORD);
    secrets.put("a wrong password", WRONG);
    secrets.put("a prompt", PROMPT);
    secrets.put("the machine's key", MACHINE_KEY);
    secrets.put("the set-up token", team.setUpToken());
    Map<String, Object> account = new LinkedHashMap<>(Team.account(team.setUpToken(), "ada@x"));
    account.put("password", PASSWORD);
    Visitor ada = team.visitor(team.stranger().post("/api/setup", account));
    secrets.put("a session", ada.cookie().substring(ada.cookie().indexOf('=') + 1));
    secrets.put("a key", team.key(ada, "api"));
    secrets.put("an invitation", team.invite(ada, "member"));
    ada.patch("/api/me", Map.of("settings", Map.of("system_prompt", PROMPT)));
    ada.post("/v1/completions", Map.of("model", "scripted", "prompt", PROMPT));
    provoke(team, ada, account);
    return ada.get("/metrics").body();
  }

  private void provoke(Team team, Visitor ada, Map<String, Object> account) throws Exception {
    note(team.stranger().post("/api/setup", account));
    note(team.stranger().post("/api/join", account));
    note(team.signIn("ada@x", WRONG));
    note(team.signIn(PASSWORD, PASSWORD));
    note(ada.post("/api/me/password", Map.of("current", WRONG, "new", PASSWORD)));
    note(ada.post("/api/me/password", Map.of("current", PASSWORD, "new", "short")));
    note(ada.patch("/api/me", Map.of("settings", Map.of("theme", PROMPT))));
    note(team.withKey(WRONG, "/v1/models"));
    note(team.withKey("cw_" + PASSWORD, "/v1/models"));
    note(new Visitor(team, "__Host-chatwright=" + WRONG).get("/api/me"));
    note(ada.post("/v1/completions", Map.of("model", "scripted", "prompt", List.of(PROMPT, 1))));
    note(
        team.http()
            .send(
                team.http()
                    .request("/api/sign-in")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"password\":\"" + PASSWORD + "\" broken"))));
  }

  private void note(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    errors.add(answer.body());
  }
}
