package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks whether what a body names by id is the person's own, as the router asks for paths. */
final class OwnThings {
  private OwnThings() {}

  static void requireFolder(JdbcClient sql, String personId, String id) {
    require(sql, "select 1 from folder where id = ? and person_id = ?", id, personId, "folder_id");
  }

  static void requirePersona(JdbcClient sql, String personId, String id) {
    require(
        sql,
        "select 1 from persona where id = ? and (person_id = ? or for_team) and removed_at is null",
        id,
        personId,
        "persona_id");
  }

  static void requireTags(JdbcClient sql, String personId, Collection<String> ids) {
    for (String id : ids) {
      require(sql, "select 1 from tag where id = ? and person_id = ?", id, personId, "tag_ids");
    }
  }

  private static void require(
      JdbcClient sql, String question, String id, String personId, String field) {
    if (sql.sql(question).params(id, personId).query(Integer.class).optional().isEmpty()) {
      throw ApiException.badField(
          field, "'%s' names nothing that is there and yours".formatted(field));
    }
  }
}
