package dev.chatwright.server.conversation;

import dev.chatwright.server.conversation.Search.Found;
import dev.chatwright.server.conversation.Search.Hit;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets persons search their own conversations.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class SearchController {
  private static final int MAX_QUESTION = 200;
  private static final int MOST = 100;
  private static final int USUAL = 30;

  private final Search search;

  SearchController(Search search) {
    this.search = search;
  }

  @GetMapping("/api/search")
  void search(HttpServletRequest request, HttpServletResponse response) throws IOException {
    QueryFields query = QueryFields.read(request, "q", "limit");
    String question = query.text("q").orElse("").strip();
    if (question.isEmpty() || question.length() > MAX_QUESTION) {
      throw ApiException.badField(
          "q", "'q' must have 1 to %d letters, got %d".formatted(MAX_QUESTION, question.length()));
    }
    int limit = query.integer("limit", 1, MOST).orElse(USUAL);
    Found found = search.find(Subject.of(request).personId(), question, limit);
    Json.answer(
        response,
        200,
        Map.of(
            "complete",
            found.complete(),
            "hits",
            found.hits().stream().map(SearchController::view).toList()));
  }

  private static Map<String, Object> view(Hit hit) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("conversation_id", hit.conversationId());
    if (hit.messageId() != null && hit.role() != null) {
      view.put("message_id", hit.messageId());
      view.put("role", hit.role().wireName());
    }
    view.put("title", hit.title());
    view.put("excerpt", hit.excerpt().text());
    view.put("ranges", hit.excerpt().ranges());
    view.put("created_at", hit.createdAt());
    return view;
  }
}
