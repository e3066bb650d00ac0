package dev.chatwright.server.security;

import dev.chatwright.server.security.Access.Known;
import dev.chatwright.server.security.Access.Open;
import dev.chatwright.server.security.Access.Permitted;
import dev.chatwright.server.security.Access.Reaching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every way into the server. What is not here is denied, whoever asks.
 *
 * <p>Immutable.
 */
public final class RouteTable {
  /** Written so that no other path can be spelt as one of these: no %, no ;, no segment of dots. */
  private static final Pattern PLAIN = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._:-]*)+|/");

  /** The paths at which the client's one page is served. */
  public static final List<String> PAGES =
      List.of(
          "/",
          "/index.html",
          "/c/{id}",
          "/temporary",
          "/archive",
          "/trash",
          "/models",
          "/personas",
          "/personas/{id}",
          "/prompts",
          "/shared",
          "/sign-in",
          "/setup",
          "/join",
          "/new-password",
          "/settings",
          "/settings/{section}",
          "/administration",
          "/administration/{section}");

  private final List<Route> routes = new ArrayList<>();

  /** Creates the table of this version. */
  public RouteTable() {
    page();
    entrance();
    me();
    conversations();
    messages();
    attachments();
    personas();
    organising();
    sharing();
    models();
    administration();
    openAi();
  }

  /** The client's files and pages, which hold nothing of anybody. */
  private void page() {
    PAGES.forEach(pattern -> open("GET", pattern));
    for (String pattern :
        List.of(
            "/health",
            "/openapi.json",
            "/api.yaml",
            "/diagram.html",
            "/worker.js",
            "/manifest.webmanifest",
            "/assets/{file}",
            "/{file}")) {
      open("GET", pattern);
    }
  }

  private void entrance() {
    open("GET", "/api/entrance");
    open("POST", "/api/setup");
    open("POST", "/api/sign-in");
    open("POST", "/api/join/look");
    open("POST", "/api/join");
    open("POST", "/api/new-password/look");
    open("POST", "/api/new-password");
    open("POST", "/api/shared/look"); // inside, it asks for somebody known unless links are public
    known("POST", "/api/sign-out");
  }

  private void me() {
    permitted("GET", "/api/me", Permission.CHAT);
    permitted("PATCH", "/api/me", Permission.ACCOUNT);
    permitted("POST", "/api/me/password", Permission.ACCOUNT);
    permitted("GET", "/api/sessions", Permission.ACCOUNT);
    reaching("DELETE", "/api/sessions/{id}", Permission.ACCOUNT, Resource.SESSION);
    permitted("GET", "/api/keys", Permission.ACCOUNT);
    permitted("POST", "/api/keys", Permission.ACCOUNT);
    reaching("DELETE", "/api/keys/{id}", Permission.ACCOUNT, Resource.API_KEY);
  }

  private void conversations() {
    permitted("GET", "/api/events", Permission.CHAT);
    permitted("GET", "/api/conversations", Permission.CHAT);
    permitted("POST", "/api/conversations", Permission.CHAT);
    permitted("GET", "/api/search", Permission.CHAT);
    permitted("POST", "/api/temporary", Permission.CHAT);
    permitted("GET", "/api/export", Permission.CHAT);
    permitted("POST", "/api/imports", Permission.CHAT);
    permitted("GET", "/api/imports/{id}", Permission.CHAT); // in memory, by person
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      reaching(method, "/api/conversations/{id}", Permission.CHAT, Resource.CONVERSATION);
    }
    for (String rest : List.of("messages", "context", "export")) {
      reaching("GET", "/api/conversations/{id}/" + rest, Permission.CHAT, Resource.CONVERSATION);
    }
    for (String rest : List.of("messages", "restore", "fork")) {
      reaching("POST", "/api/conversations/{id}/" + rest, Permission.CHAT, Resource.CONVERSATION);
    }
    reaching(
        "DELETE",
        "/api/conversations/{id}/summaries/{summary_id}",
        Permission.CHAT,
        Resource.CONVERSATION);
  }

  private void messages() {
    for (String rest : List.of("replies", "continue", "follow-ups")) {
      reaching("POST", "/api/messages/{id}/" + rest, Permission.CHAT, Resource.MESSAGE);
    }
    reaching("PUT", "/api/messages/{id}/feedback", Permission.CHAT, Resource.MESSAGE);
    reaching("DELETE", "/api/messages/{id}/feedback", Permission.CHAT, Resource.MESSAGE);
    reaching("PUT", "/api/comparisons/{id}/vote", Permission.CHAT, Resource.COMPARISON);
    reaching("GET", "/api/generations/{id}/events", Permission.CHAT, Resource.GENERATION);
    reaching("POST", "/api/generations/{id}/stop", Permission.CHAT, Resource.GENERATION);
  }

  private void attachments() {
    permitted("POST", "/api/attachments", Permission.CHAT);
    for (String rest : List.of("", "/content", "/text")) {
      reaching("GET", "/api/attachments/{id}" + rest, Permission.CHAT, Resource.ATTACHMENT);
    }
    reaching("DELETE", "/api/attachments/{id}", Permission.CHAT, Resource.ATTACHMENT);
  }

  private void personas() {
    permitted("GET", "/api/personas", Permission.CHAT);
    permitted("POST", "/api/personas", Permission.CHAT);
    reaching("GET", "/api/personas/{id}", Permission.CHAT, Resource.USABLE_PERSONA);
    reaching("GET", "/api/personas/{id}/versions", Permission.CHAT, Resource.OWN_PERSONA);
    reaching("PUT", "/api/personas/{id}", Permission.CHAT, Resource.OWN_PERSONA);
    reaching("DELETE", "/api/personas/{id}", Permission.CHAT, Resource.OWN_PERSONA);
    collection("/api/prompts", Resource.PROMPT);
  }

  private void organising() {
    collection("/api/folders", Resource.FOLDER);
    collection("/api/tags", Resource.TAG);
  }

  private void collection(String path, Resource resource) {
    permitted("GET", path, Permission.CHAT);
    permitted("POST", path, Permission.CHAT);
    reaching("PUT", path + "/{id}", Permission.CHAT, resource);
    reaching("DELETE", path + "/{id}", Permission.CHAT, resource);
  }

  private void sharing() {
    permitted("GET", "/api/shares", Permission.SHARE);
    permitted("POST", "/api/shares", Permission.SHARE);
    reaching("DELETE", "/api/shares/{id}", Permission.SHARE, Resource.SHARE);
  }

  private void models() {
    permitted("GET", "/api/models", Permission.CHAT);
    permitted("GET", "/api/models/{id}", Permission.CHAT);
    permitted("POST", "/api/models/pull", Permission.MODELS);
    permitted("DELETE", "/api/models/{id}", Permission.MODELS);
    permitted("GET", "/api/adapters", Permission.MODELS);
    permitted("POST", "/api/models/{id}/adapters", Permission.MODELS);
    permitted("DELETE", "/api/models/{id}/adapters/{name}", Permission.MODELS);
  }

  private void administration() {
    for (String rest : List.of("people", "invitations", "configuration", "health")) {
      permitted("GET", "/api/administration/" + rest, Permission.ADMINISTER);
    }
    permitted("PATCH", "/api/administration/people/{id}", Permission.ADMINISTER);
    permitted("POST", "/api/administration/people/{id}/password-link", Permission.ADMINISTER);
    permitted("POST", "/api/administration/invitations", Permission.ADMINISTER);
    permitted("DELETE", "/api/administration/invitations/{id}", Permission.ADMINISTER);
    permitted("POST", "/api/administration/keys/rotate", Permission.ADMINISTER);
    permitted("GET", "/metrics", Permission.ADMINISTER);
    permitted("GET", "/actuator/prometheus", Permission.ADMINISTER);
  }

  private void openAi() {
    permitted("GET", "/v1/models", Permission.API);
    permitted("GET", "/v1/models/{id}", Permission.API);
    for (String path : List.of("chat/completions", "completions", "embeddings")) {
      permitted("POST", "/v1/" + path, Permission.API);
    }
  }

  private void open(String method, String pattern) {
    routes.add(new Route(method, pattern, new Open()));
  }

  private void known(String method, String pattern) {
    routes.add(new Route(method, pattern, new Known()));
  }

  private void permitted(String method, String pattern, Permission permission) {
    routes.add(new Route(method, pattern, new Permitted(permission)));
  }

  private void reaching(String method, String pattern, Permission permission, Resource resource) {
    routes.add(new Route(method, pattern, new Reaching(permission, resource, "id")));
  }

  /** Returns every route. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Returns the methods that a path takes. */
  List<String> methods(String path) {
    if (!PLAIN.matcher(path).matches()) {
      return List.of();
    }
    List<String> parts = Route.parts(path);
    return routes.stream()
        .filter(route -> route.match(route.method(), parts).isPresent())
        .map(Route::method)
        .distinct()
        .toList();
  }

  /**
   * A route and what its variables are in one path.
   *
   * @param route the route
   * @param variables the parts of the path by name
   */
  record Match(Route route, Map<String, String> variables) {}

  /** Returns where a path leads; HEAD goes where GET does. */
  Optional<Match> find(String method, String path) {
    if (!PLAIN.matcher(path).matches()) {
      return Optional.empty();
    }
    List<String> parts = Route.parts(path);
    String asked = method.equals("HEAD") ? "GET" : method;
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(asked, parts);
      if (variables.isPresent()) {
        return Optional.of(new Match(route, variables.get()));
      }
    }
    return Optional.empty();
  }
}
