package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.security.RouteTable.Match;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds where a request leads and who asks, and has the {@link Authoriser} decide; all that is in
 * no route is denied.
 *
 * <p>Safe for use by several threads.
 */
public final class Router {
  private final Origins origins;
  private final RouteTable routes;
  private final Identities identities;
  private final Authoriser authoriser;

  /** Creates the router. */
  public Router(Origins origins, RouteTable routes, Identities identities, Authoriser authoriser) {
    this.origins = origins;
    this.routes = routes;
    this.identities = identities;
    this.authoriser = authoriser;
  }

  /**
   * Lets a request pass, with its {@link Subject} attached.
   *
   * @throws ApiException if it may not pass
   */
  public void check(HttpServletRequest request) {
    origins.check(request);
    Optional<Match> match = routes.find(request.getMethod(), request.getRequestURI());
    boolean open = match.filter(found -> found.route().access() instanceof Access.Open).isPresent();
    Optional<Subject> subject = identify(request, open);
    subject.ifPresent(known -> known.attachTo(request));
    if (match.isEmpty()) {
      throw nothingThere(request, subject);
    }
    authoriser.authorise(subject, match.get().route().access(), match.get().variables());
  }

  /** On open routes a wrong key or an ended session makes a stranger, no error. */
  private Optional<Subject> identify(HttpServletRequest request, boolean open) {
    try {
      return identities.identify(request);
    } catch (ApiException wrong) {
      if (open) {
        return Optional.empty();
      }
      throw wrong;
    }
  }

  private ApiException nothingThere(HttpServletRequest request, Optional<Subject> subject) {
    if (subject.isEmpty()) {
      return ApiException.of(
          401, "not_signed_in", "you are not signed in; sign in or send an API key");
    }
    String path = Quote.brief(request.getRequestURI());
    String methods = methods(request);
    if (methods.isEmpty()) {
      return ApiException.of(
          404, "not_found", "nothing is found at %s %s".formatted(request.getMethod(), path));
    }
    return ApiException.of(
        405,
        "method_not_allowed",
        "%s takes %s, not %s".formatted(path, methods, Quote.brief(request.getMethod())));
  }

  /** Returns the methods that the path of a request takes. */
  String methods(HttpServletRequest request) {
    return String.join(", ", routes.methods(request.getRequestURI()));
  }
}
