package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the branches of conversations, page by page from their ends.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class BranchController {
  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final Conversations conversations;
  private final Messages messages;
  private final MessageViews views;
  private final Summaries summaries;
  private final Notices notices;

  /** Creates the controller. */
  public BranchController(
      Conversations conversations,
      Messages messages,
      MessageViews views,
      Summaries summaries,
      Notices notices) {
    this.conversations = conversations;
    this.messages = messages;
    this.views = views;
    this.summaries = summaries;
    this.notices = notices;
  }

  @GetMapping("/api/conversations/{id}/messages")
  void page(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    QueryFields query = QueryFields.read(request, "leaf_id", "before_id", "limit");
    int limit = query.integer("limit", 1, MOST).orElse(USUAL);
    String personId = Subject.of(request).personId();
    ConversationTree<MessageState> tree = messages.tree(id);
    List<String> branch = branch(tree, personId, id, query.id("leaf_id"));
    int end = query.id("before_id").map(before -> indexOf(branch, before)).orElse(branch.size());
    int start = Math.max(0, end - limit);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("messages", views.of(personId, id, tree, branch.subList(start, end)));
    answer.put("more", start > 0);
    answer.put("total", branch.size());
    Json.answer(response, 200, answer);
  }

  private List<String> branch(
      ConversationTree<MessageState> tree,
      String personId,
      String conversationId,
      Optional<String> leafId) {
    Optional<String> active =
        leafId.isPresent()
            ? leafId
            : conversations
                .find(personId, conversationId, Purpose.SHOW)
                .map(Conversation::activeMessageId);
    if (leafId.isPresent() && tree.node(leafId.get()).isEmpty()) {
      throw ApiException.badField("leaf_id", "'leaf_id' must be a message of this conversation");
    }
    return active
        .flatMap(tree::node)
        .or(tree::newestLeaf)
        .map(leaf -> tree.path(leaf.id()).stream().map(Node::id).toList())
        .orElse(List.of());
  }

  private static int indexOf(List<String> branch, String before) {
    int index = branch.indexOf(before);
    if (index < 0) {
      throw ApiException.badField("before_id", "'before_id' must be a message of this branch");
    }
    return index;
  }

  @DeleteMapping("/api/conversations/{id}/summaries/{summary_id}")
  void dropSummary(
      @PathVariable("id") String id,
      @PathVariable("summary_id") String summaryId,
      HttpServletRequest request,
      HttpServletResponse response) {
    String personId = Subject.of(request).personId();
    if (!summaries.drop(personId, id, summaryId)) {
      throw ApiException.of(404, "not_found", "there is no such summary, or it was dropped before");
    }
    notices.messages(personId, id);
    response.setStatus(204);
  }
}
