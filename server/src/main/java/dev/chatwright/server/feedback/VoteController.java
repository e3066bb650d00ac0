package dev.chatwright.server.feedback;

import dev.chatwright.server.conversation.Comparisons.Comparison;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.store.Database;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keeps which of two replies is better. The better one becomes the branch that is shown.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class VoteController {
  private static final Set<String> VOTES = Set.of("left", "right", "tie", "neither");

  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final InstantSource clock;

  /** Creates the controller. */
  public VoteController(
      Database database, Conversations conversations, Messages messages, InstantSource clock) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.clock = clock;
  }

  @PutMapping("/api/comparisons/{id}/vote")
  void vote(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("vote"));
    String vote = fields.requireText("vote");
    if (!VOTES.contains(vote)) {
      throw ApiException.badField(
          "vote", "'vote' must be left, right, tie or neither, got " + Quote.brief(vote));
    }
    Comparison voted = database.write(sql -> keep(sql, id, vote));
    Json.answer(response, 200, voted.view());
  }

  private Comparison keep(JdbcClient sql, String id, String vote) {
    sql.sql("update comparison set vote = ?, voted_at = ? where id = ?")
        .params(vote, clock.millis(), id)
        .update();
    Comparison voted =
        sql.sql("select message_id, left_id, right_id, blind from comparison where id = ?")
            .param(id)
            .query(
                (row, _) ->
                    new Comparison(
                        id,
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        vote))
            .single();
    switch (vote) {
      case "left" -> show(sql, id, voted.leftId());
      case "right" -> show(sql, id, voted.rightId());
      default -> {} // what is shown stays
    }
    return voted;
  }

  private void show(JdbcClient sql, String id, String replyId) {
    String conversationId =
        sql.sql("select conversation_id from comparison where id = ?")
            .param(id)
            .query(String.class)
            .single();
    conversations.showBranch(
        sql, conversationId, messages.tree(sql, conversationId).newestLeafBelow(replyId).id());
  }
}
