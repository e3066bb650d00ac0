package dev.chatwright.server;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.store.Database;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;

/** A server of a team with people in it, who sign in as browsers do. */
record Team(RunningServer http, String setUpToken) implements AutoCloseable {
  static final String PASSWORD = "four blue whales sing";

  /** Starts a team's server, at which nobody is yet. */
  static Team start() throws IOException {
    return start(RunningServer.options().withTeam());
  }

  static Team start(ServerOptions options) throws IOException {
    RunningServer http = RunningServer.start(options, ScriptedSource.of(new ScriptedModel()));
    return new Team(http, http.server().setUpToken().orElse(""));
  }

  /** Somebody, by their cookie. Immutable. */
  record Visitor(Team team, String cookie) {
    Answer get(String path) throws IOException, InterruptedException {
      return send("GET", path, Optional.empty());
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
      return send("POST", path, Optional.of(body));
    }

    Answer patch(String path, Object body) throws IOException, InterruptedException {
      return send("PATCH", path, Optional.of(body));
    }

    Answer delete(String path) throws IOException, InterruptedException {
      return send("DELETE", path, Optional.empty());
    }

    /** Sends what the page in a browser would. */
    Answer send(String method, String path, Optional<Object> body)
        throws IOException, InterruptedException {
      return team.http.send(request(path, body).method(method, publisher(body)));
    }

    HttpRequest.Builder request(String path, Optional<Object> body) {
      HttpRequest.Builder request =
          team.http.request(path).header("Origin", team.http.address()).header("Cookie", cookie);
      body.ifPresent(_ -> request.header("Content-Type", "application/json"));
      return request;
    }

    private static HttpRequest.BodyPublisher publisher(Optional<Object> body) {
      return body.isEmpty()
          ? BodyPublishers.noBody()
          : BodyPublishers.ofByteArray(RunningServer.JSON.writeValueAsBytes(body.get()));
    }

    String id() throws IOException, InterruptedException {
      return get("/api/me").json().path("id").asString();
    }
  }

  /** Returns a request of a program with a key. */
  Answer withKey(String key, String path) throws IOException, InterruptedException {
    return http.send(http.request(path).header("Authorization", "Bearer " + key).GET());
  }

  Visitor stranger() {
    return new Visitor(this, "nothing=here");
  }

  /** Returns somebody with the cookie that an answer gave. */
  Visitor visitor(Answer answer) {
    return new Visitor(this, answer.header("Set-Cookie").split(";", 2)[0]);
  }

  /** Makes the first administrator. */
  Visitor setUp() throws IOException, InterruptedException {
    return entered(stranger().post("/api/setup", account(setUpToken, "ada@team.example")));
  }

  static Map<String, Object> account(String token, String email) {
    return Map.of("token", token, "name", "Somebody", "email", email, "password", PASSWORD);
  }

  /** Invites somebody, who joins. */
  Visitor join(Visitor administrator, String email, String role)
      throws IOException, InterruptedException {
    return entered(stranger().post("/api/join", account(invite(administrator, role), email)));
  }

  String invite(Visitor administrator, String role) throws IOException, InterruptedException {
    Answer answer = administrator.post("/api/administration/invitations", Map.of("role", role));
    return answer.json().path("token").asString();
  }

  Answer signIn(String email, String password) throws IOException, InterruptedException {
    return stranger().post("/api/sign-in", Map.of("email", email, "password", password));
  }

  private Visitor entered(Answer answer) {
    if (answer.status() != 200 || !answer.header("Set-Cookie").startsWith(SessionCookie.NAME)) {
      throw new AssertionError("nobody was let in: " + answer.status() + " " + answer.body());
    }
    return visitor(answer);
  }

  /** Returns the secret of a new key. */
  String key(Visitor owner, String... scopes) throws IOException, InterruptedException {
    Answer answer = owner.post("/api/keys", Map.of("name", "program", "scopes", scopes));
    return answer.json().path("secret").asString();
  }

  Database database() {
    return http.server().bean(Database.class);
  }

  @Override
  public void close() {
    http.close();
  }
}
