package dev.chatwright.server.conversation;

import dev.chatwright.server.store.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two replies side by side.
 *
 * <p>Safe for use by several threads.
 */
public final class Comparisons {
  /** What would tell who wrote a side. */
  private static final List<String> TELLING =
      List.of("model", "persona_id", "persona_name", "usage");

  private final Database database;

  /** Creates the store. */
  public Comparisons(Database database) {
    this.database = database;
  }

  /**
   * A comparison.
   *
   * <p>Immutable.
   *
   * @param id the comparison
   * @param messageId the message that both sides answer
   * @param leftId one reply
   * @param rightId the other
   * @param blind whether the sides are unknown until the vote
   * @param vote which is better, if that was said
   */
  public record Comparison(
      String id,
      String messageId,
      String leftId,
      String rightId,
      boolean blind,
      @Nullable String vote) {

    /** Returns whether the sides must not be told yet. */
    public boolean isHidden() {
      return blind && vote == null;
    }

    /** Returns what to answer. */
    public Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("id", id);
      view.put("left_id", leftId);
      view.put("right_id", rightId);
      view.put("blind", blind);
      if (vote != null) {
        view.put("vote", vote);
      }
      return view;
    }
  }

  /** Stores a new comparison. */
  public void insert(
      JdbcClient sql, String personId, String conversationId, Comparison made, long now) {
    sql.sql(
            """
            insert into comparison (id, conversation_id, person_id, message_id, left_id, right_id, blind,
              created_at) values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            made.id(),
            conversationId,
            personId,
            made.messageId(),
            made.leftId(),
            made.rightId(),
            made.blind(),
            now)
        .update();
  }

  /** Returns the comparisons of a conversation. */
  public List<Comparison> of(String conversationId) {
    return database.read(
        sql ->
            sql.sql(
                    "select id, message_id, left_id, right_id, blind, vote from comparison"
                        + " where conversation_id = ?")
                .param(conversationId)
                .query(
                    (row, _) ->
                        new Comparison(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBoolean(5),
                            row.getString(6)))
                .list());
  }

  void decorate(String conversationId, Map<String, MessageView> views) {
    for (Comparison comparison : of(conversationId)) {
      Stream.of(comparison.messageId(), comparison.leftId(), comparison.rightId())
          .map(views::get)
          .forEach(view -> show(comparison, view));
    }
  }

  private static void show(Comparison comparison, @Nullable MessageView view) {
    if (view == null) {
      return;
    }
    view.put("comparison", comparison.view());
    if (comparison.isHidden() && !view.message().id().equals(comparison.messageId())) {
      TELLING.forEach(view::remove);
    }
  }
}
