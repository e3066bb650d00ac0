package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Resource;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks whether what a body names by id is the person's own, as the router asks for paths. */
final class OwnThings {
  private OwnThings() {}

  static void requireFolder(JdbcClient sql, String personId, String id) {
    require(sql, Resource.FOLDER, id, personId, "folder_id");
  }

  static void requirePersona(JdbcClient sql, String personId, String id) {
    require(sql, Resource.USABLE_PERSONA, id, personId, "persona_id");
  }

  static void requireTags(JdbcClient sql, String personId, Collection<String> ids) {
    for (String id : ids) {
      require(sql, Resource.TAG, id, personId, "tag_ids");
    }
  }

  private static void require(
      JdbcClient sql, Resource resource, String id, String personId, String field) {
    if (!resource.isReachable(sql, id, personId)) {
      throw ApiException.badField(
          field, "'%s' names nothing that is there and yours".formatted(field));
    }
  }
}
