package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.Team.Visitor;
import dev.chatwright.server.security.Access.Known;
import dev.chatwright.server.security.Access.Open;
import dev.chatwright.server.security.Access.Permitted;
import dev.chatwright.server.security.Access.Reaching;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.Resource;
import dev.chatwright.server.security.Route;
import dev.chatwright.server.security.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the table, taken by everybody there can be: strangers, the owner, others,
 * administrators, people who were deactivated, sessions that ended, keys of every scope, keys that
 * ended.
 *
 * <p>Class V7, reaching what is another's: Open WebUI CVE-2024-7041 (memories), CVE-2024-7045
 * (prompts), CVE-2026-45301 (files), 45666 (notes), 87994 (messages), 87997 (folders); LibreChat
 * CVE-2026-31950 (another's stream), CVE-2024-41703 (deleting), CVE-2025-69220. Class V8: scopes of
 * keys (Open WebUI CVE-2026-45339).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
  /** Files, which no controller answers. */
  private static final Set<String> FILES = Set.of("GET /assets/{file}", "GET /{file}");

  private static final Duration BRIEFLY = Duration.ofSeconds(5);

  private Team team;
  private ApiDescription description;
  private Belongings belongings;
  private Set<String> handled;
  private List<Caller> callers;
  private String owner;

  /**
   * Somebody who asks. Immutable.
   *
   * @param name who it is, for people
   * @param known whether they are somebody; a stranger and what has ended are not
   * @param owns whether the things in the paths are theirs
   * @param permissions what they may do
   * @param header the header that tells who they are
   * @param value its value, a new one for each request as some requests end it
   */
  private record Caller(
      String name,
      boolean known,
      boolean owns,
      Set<Permission> permissions,
      String header,
      Supplier<String> value) {}

  @BeforeAll
  void start() throws Exception {
    team = Team.start(RunningServer.options().withTeam().withApiKey("the-machine-key"));
    Visitor ada = team.setUp();
    description = ApiDescription.read();
    belongings = Belongings.of(team.http().server());
    owner = team.join(ada, "owner@team.example", "member").id();
    String other = team.join(ada, "other@team.example", "member").id();
    String gone = team.join(ada, "gone@team.example", "member").id();
    ada.patch("/api/administration/people/" + gone, Map.of("active", false));
    handled = handled();
    callers = callers(ada.id(), other, gone);
  }

  @AfterAll
  void stop() {
    team.close();
  }

  private List<Caller> callers(String administrator, String other, String gone) {
    Set<Permission> member =
        EnumSet.of(Permission.CHAT, Permission.SHARE, Permission.API, Permission.ACCOUNT);
    Set<Permission> none = EnumSet.noneOf(Permission.class);
    return List.of(
        new Caller("a stranger", false, false, none, "X-Nothing", () -> "x"),
        new Caller("the owner", true, true, member, "Cookie", () -> cookie(owner, false)),
        new Caller("another", true, false, member, "Cookie", () -> cookie(other, false)),
        new Caller(
            "an administrator",
            true,
            false,
            EnumSet.allOf(Permission.class),
            "Cookie",
            () -> cookie(administrator, false)),
        new Caller("deactivated", false, false, none, "Cookie", () -> cookie(gone, false)),
        new Caller("a session ended", false, true, none, "Cookie", () -> cookie(owner, true)),
        new Caller("no such session", false, false, none, "Cookie", () -> cookie("guess")),
        key("key for the API", owner, "api", EnumSet.of(Permission.API)),
        key("key to chat", owner, "chat", EnumSet.of(Permission.CHAT, Permission.SHARE)),
        key("key for models of a member", owner, "models", none),
        new Caller(
            "an administrator's key for models",
            true,
            false,
            EnumSet.of(Permission.MODELS),
            "X-Api-Key",
            () -> belongings.key(administrator, "models")),
        new Caller(
            "an administrator's key for all",
            true,
            false,
            EnumSet.of(Permission.CHAT, Permission.SHARE, Permission.API, Permission.MODELS),
            "Authorization",
            () -> "Bearer " + belongings.key(administrator, "api chat models")),
        ended("revoked key", "revoked_at"),
        ended("expired key", "expires_at"),
        new Caller(
            "key of one deactivated",
            false,
            false,
            none,
            "X-Api-Key",
            () -> belongings.key(gone, "api chat")),
        new Caller("no such key", false, false, none, "X-Api-Key", () -> "cw_guess"),
        new Caller(
            "the machine's key",
            true,
            false,
            EnumSet.of(Permission.API),
            "Authorization",
            () -> "Bearer the-machine-key"));
  }

  private String cookie(String personId, boolean ended) {
    return cookie(belongings.session(personId, ended));
  }

  private static String cookie(String secret) {
    return "__Host-chatwright=" + secret;
  }

  private Caller key(String name, String personId, String scopes, Set<Permission> permissions) {
    return new Caller(
        name,
        true,
        true,
        permissions,
        "Authorization",
        () -> "Bearer " + belongings.key(personId, scopes));
  }

  private Caller ended(String name, String column) {
    return new Caller(
        name,
        false,
        true,
        EnumSet.noneOf(Permission.class),
        "X-Api-Key",
        () -> {
          String secret = belongings.key(owner, "api chat");
          belongings.endKey(secret, column);
          return secret;
        });
  }

  static Stream<Route> routes() {
    return new RouteTable().routes().stream();
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everybodyGetsWhatTheTableSays(Route route) throws Exception {
    for (Caller caller : callers) {
      int status = status(route, caller);

      var checked = assertThat(status).as("%s by %s", name(route), caller.name());
      checked.isLessThan(500);
      if (route.pattern().startsWith("/api/")) {
        checked.isIn(description.statuses(route));
      }
      switch (route.access()) {
        case Open _ -> checked.isNotIn(401, 405);
        case Known _ -> {
          if (caller.known()) {
            checked.isNotIn(401, 403);
          } else {
            checked.isEqualTo(401);
          }
        }
        case Permitted(Permission permission) -> {
          if (isAllowed(caller, permission)) {
            checked.isNotIn(401, 403, 405);
          } else {
            checked.isEqualTo(caller.known() ? 403 : 401);
          }
        }
        case Reaching(Permission permission, Resource _, String _) -> {
          if (!isAllowed(caller, permission)) {
            checked.isEqualTo(caller.known() ? 403 : 401);
          } else if (!caller.owns()) {
            checked.isEqualTo(404);
          } else if (answersTheOwner(route)) {
            checked.isNotIn(401, 403, 404, 405);
          }
        }
      }
    }
  }

  private static boolean isAllowed(Caller caller, Permission permission) {
    return caller.known() && caller.permissions().contains(permission);
  }

  /** What is in a conversation has an id of its own, which is not there. */
  private boolean answersTheOwner(Route route) {
    return handled.contains(name(route)) && !route.pattern().contains("{summary_id}");
  }

  private int status(Route route, Caller caller) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        team.http()
            .request(path(route))
            .timeout(BRIEFLY)
            .header("Origin", team.http().address())
            .header("Content-Type", "application/json")
            .header(caller.header(), caller.value().get());
    boolean reads = route.method().equals("GET");
    request.method(route.method(), reads ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
    try {
      return headOf(request.build());
    } catch (HttpTimeoutException _) {
      return 200; // a stream that has nothing to say yet: whoever is refused is told at once
    }
  }

  /** Reads no body, as some never end. */
  private int headOf(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        team.http().client().send(request, BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode();
  }

  private String path(Route route) {
    String id =
        route.access() instanceof Reaching(Permission _, Resource kind, String _)
            ? belongings.make(kind, owner)
            : "01900000-0000-7000-8000-000000000000";
    return route
        .pattern()
        .replace("{id}", id)
        .replace("{summary_id}", "01900000-0000-7000-8000-000000000000")
        .replace("{name}", "absent")
        .replace("{file}", "favicon.svg")
        .replace("{section}", "keys");
  }

  private Set<String> handled() {
    Set<String> found = new TreeSet<>();
    team.http()
        .server()
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            info ->
                info.getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            info.getPatternValues()
                                .forEach(path -> found.add(method + " " + path))));
    return found;
  }

  @Test
  void whatAnswersIsInTheTableAndWhatIsInTheTableAnswers() {
    Set<String> table = new TreeSet<>(routes().map(AccessMatrixTest::name).toList());
    Set<String> unanswered = new TreeSet<>(table);
    unanswered.removeAll(handled);
    unanswered.removeAll(FILES);

    assertThat(handled).hasSizeGreaterThan(30);
    assertThat(table).containsAll(handled);
    assertThat(unanswered).isEmpty();
  }

  @Test
  void aTeamsPersonaMayBeUsedByAllAndChangedByItsOwner() throws Exception {
    String persona = belongings.teamPersona(owner);
    Caller another = callers.get(2);
    Route use = route("GET", "/api/personas/{id}");
    Route change = route("PUT", "/api/personas/{id}");
    Route remove = route("DELETE", "/api/personas/{id}");

    assertThat(statusAt(use, persona, another)).isEqualTo(200);
    assertThat(statusAt(change, persona, another)).isEqualTo(404);
    assertThat(statusAt(remove, persona, another)).isEqualTo(404);
  }

  /** Nobody learns from making a conversation which ids others have. */
  @Test
  void anothersIdIsRefusedAsOneOfTheWrongKindIs() throws Exception {
    String anothers = belongings.make(Resource.CONVERSATION, owner);
    Visitor other = new Visitor(team, callers.get(2).value().get());

    var taken = other.post("/api/conversations", Map.of("id", anothers));
    var wrong = other.post("/api/conversations", Map.of("id", UUID.randomUUID().toString()));

    assertThat(taken.status()).isEqualTo(400);
    assertThat(taken.body()).isEqualTo(wrong.body());
  }

  private static Route route(String method, String pattern) {
    return routes()
        .filter(route -> route.method().equals(method) && route.pattern().equals(pattern))
        .findFirst()
        .orElseThrow();
  }

  private int statusAt(Route route, String id, Caller caller) throws Exception {
    Route exact = new Route(route.method(), route.pattern().replace("{id}", id), new Open());
    return status(exact, caller);
  }

  /**
   * Class V15, doors without a lock: LibreChat CVE-2025-54868 (a forgotten test route), Open WebUI
   * CVE-2026-45667, AnythingLLM CVE-2024-8196. What is open is written here a second time, so that
   * nothing becomes so by accident.
   */
  @Test
  void theRoutesThatAreOpenToStrangersAreTheseAndNoOthers() {
    List<String> open =
        routes()
            .filter(route -> route.access() instanceof Open)
            .map(AccessMatrixTest::name)
            .filter(name -> !RouteTable.PAGES.contains(name.substring("GET ".length())))
            .toList();

    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /health",
            "GET /openapi.json",
            "GET /api.yaml",
            "GET /diagram.html",
            "GET /worker.js",
            "GET /manifest.webmanifest",
            "GET /assets/{file}",
            "GET /{file}",
            "GET /api/entrance",
            "POST /api/setup",
            "POST /api/sign-in",
            "POST /api/join/look",
            "POST /api/join",
            "POST /api/new-password/look",
            "POST /api/new-password",
            "POST /api/shared/look");
  }
}
