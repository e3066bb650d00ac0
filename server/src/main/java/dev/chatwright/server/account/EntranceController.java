package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Mode;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How people come in and go.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class EntranceController {
  private final AccessOptions options;
  private final SessionCookie cookie;
  private final People people;
  private final Sessions sessions;
  private final SignIn signIn;
  private final SetUp setUp;
  private final Invitations invitations;
  private final PasswordLinks links;
  private final PasswordHashes hashes;
  private final MeAnswer answer;

  /** Creates the controller. */
  public EntranceController(
      AccessOptions options,
      SessionCookie cookie,
      People people,
      Sessions sessions,
      SignIn signIn,
      SetUp setUp,
      Invitations invitations,
      PasswordLinks links,
      PasswordHashes hashes,
      MeAnswer answer) {
    this.options = options;
    this.cookie = cookie;
    this.people = people;
    this.sessions = sessions;
    this.signIn = signIn;
    this.setUp = setUp;
    this.invitations = invitations;
    this.links = links;
    this.hashes = hashes;
    this.answer = answer;
  }

  /**
   * How one comes in. Immutable.
   *
   * @param mode whether there are accounts
   * @param signedIn whether who asks is in
   * @param setUp whether there is an administrator
   * @param minPasswordLength the fewest letters of a password
   */
  record Entrance(Mode mode, boolean signedIn, boolean setUp, int minPasswordLength) {}

  @GetMapping("/api/entrance")
  void entrance(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean signedIn = Subject.find(request).isPresent();
    boolean ready = !options.team() || people.isSetUp();
    Json.answer(
        response, 200, new Entrance(options.mode(), signedIn, ready, PasswordRules.MIN_LENGTH));
  }

  @PostMapping("/api/setup")
  void setUp(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireTeam(request);
    Application application = Application.read(JsonBody.read(request));
    setUp.require(application.token());
    letIn(request, response, setUp.make(application.token(), application.person(hashes)));
  }

  @PostMapping("/api/sign-in")
  void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireTeam(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("email", "password"));
    String email = AccountFields.requireEmail(fields);
    String password = fields.requireText("password");
    if (password.isEmpty() || password.length() > PasswordRules.MAX_LENGTH) {
      throw ApiException.badField(
          "password", "'password' must have 1 to %d letters".formatted(PasswordRules.MAX_LENGTH));
    }
    letIn(request, response, signIn.recognise(request, email, password).id());
  }

  @PostMapping("/api/join/look")
  void look(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireTeam(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("token"));
    Json.answer(response, 200, invitations.look(fields.requireText("token")));
  }

  @PostMapping("/api/join")
  void join(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireTeam(request);
    Application application = Application.read(JsonBody.read(request));
    Invitations.requireInvited(invitations.look(application.token()), application.email());
    letIn(request, response, invitations.join(application.token(), application.person(hashes)));
  }

  @PostMapping("/api/new-password/look")
  void lookAtLink(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireTeam(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("token"));
    Json.answer(response, 200, links.look(request, fields.requireText("token")));
  }

  @PostMapping("/api/new-password")
  void chooseNewPassword(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    requireTeam(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("token", "password"));
    String token = fields.requireText("token");
    letIn(request, response, links.use(request, token, fields.requireText("password")));
  }

  @PostMapping("/api/sign-out")
  void signOut(HttpServletRequest request, HttpServletResponse response) {
    Subject.of(request).sessionId().ifPresent(sessions::end);
    cookie.clear(request, response);
    response.setStatus(204);
  }

  private void requireTeam(HttpServletRequest request) {
    if (!options.team()) {
      throw ApiException.of(
          409, "no_accounts", "this server is for one person alone; nobody signs in to it");
    }
    cookie.requireSafeLine(request);
  }

  private void letIn(HttpServletRequest request, HttpServletResponse response, String personId)
      throws IOException {
    signIn.begin(request, response, personId);
    Json.answer(response, 200, answer.of(personId));
  }

  /**
   * An application for an account. Immutable.
   *
   * @param token what entitles to it
   * @param name what others are to call the person
   * @param email by what to sign in
   * @param password the password
   */
  private record Application(String token, String name, String email, String password) {
    static Application read(JsonFields fields) {
      fields.requireOnly(Set.of("token", "name", "email", "password"));
      Application application =
          new Application(
              fields.requireText("token"),
              AccountFields.name(fields),
              AccountFields.requireEmail(fields),
              fields.requireText("password"));
      PasswordRules.check(
          "password", application.password, List.of(application.name, application.email));
      return application;
    }

    NewPerson person(PasswordHashes hashes) {
      return new NewPerson(name, email, hashes.hash(password));
    }

    /** Returns nothing of it, as its secrets must not reach a log. */
    @Override
    public String toString() {
      return "Application[]";
    }
  }
}
