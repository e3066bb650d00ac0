package dev.chatwright.server.sharing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.sharing.Shares.Share;
import dev.chatwright.server.sharing.Shares.Shown;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /api/shares} and shows what links open.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ShareController {
  private static final int USUAL_DAYS = 7;

  private final Shares shares;
  private final SharingOptions options;

  /** Creates the controller. */
  public ShareController(Shares shares, SharingOptions options) {
    this.shares = shares;
    this.options = options;
  }

  private record Listing(List<Share> shares) {}

  private record Made(Share share, String token) {}

  private record Text(
      String role,
      String text,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> model,
      List<String> files,
      long createdAt) {
    static Text of(Message message, List<String> files) {
      return new Text(
          message.role().wireName(),
          message.text(),
          Optional.ofNullable(message.model()),
          files,
          message.createdAt());
    }
  }

  private record Page(String title, String by, List<Text> messages, long expiresAt) {
    static Page of(Shown shown) {
      return new Page(
          shown.title(),
          shown.by(),
          shown.messages().stream()
              .map(one -> Text.of(one, shown.files().getOrDefault(one.id(), List.of())))
              .toList(),
          shown.expiresAt());
    }
  }

  @GetMapping("/api/shares")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Listing(shares.of(Subject.of(request).personId())));
  }

  @PostMapping("/api/shares")
  void make(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("conversation_id", "expires_in_days"));
    if (!options.allowed()) {
      throw ApiException.of(403, "sharing_off", "sharing is switched off on this server");
    }
    fields.require("conversation_id");
    String conversationId = fields.id("conversation_id").orElseThrow();
    int usual = Math.min(USUAL_DAYS, options.maxDays());
    int days = fields.integer("expires_in_days", 1, options.maxDays()).orElse(usual);
    String secret = Secret.make();
    Share made =
        shares.make(Subject.of(request).personId(), conversationId, Duration.ofDays(days), secret);
    Json.answer(response, 201, new Made(made, secret));
  }

  @DeleteMapping("/api/shares/{id}")
  void revoke(@PathVariable("id") String id, HttpServletResponse response) {
    shares.revoke(id);
    Json.answerDone(response);
  }

  /** The token comes in the body, so that no log of addresses holds it. */
  @PostMapping("/api/shared/look")
  void look(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("token"));
    String token = fields.requireText("token", 200);
    requireReader(request);
    Shown shown =
        shares
            .open(token)
            .orElseThrow(
                () ->
                    ApiException.of(
                        404, "not_found", "this link is not there, has ended or was revoked"));
    Json.answer(response, 200, Page.of(shown));
  }

  private void requireReader(HttpServletRequest request) {
    boolean known =
        Subject.find(request).filter(subject -> subject.may(Permission.CHAT)).isPresent();
    if (!known && !options.open()) {
      throw ApiException.of(401, "not_signed_in", "sign in to read what was shared with you");
    }
  }
}
