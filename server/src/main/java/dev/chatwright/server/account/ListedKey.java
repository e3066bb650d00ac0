package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An API key as its owner sees it.
 *
 * <p>Immutable.
 *
 * @param id the id
 * @param name what it is for
 * @param start its first letters
 * @param scopes what it may do
 * @param createdAt when it was made
 * @param expiresAt when it ends
 * @param lastUsedAt when it was last used, to the minute
 */
@JsonInclude(Include.NON_ABSENT)
public record ListedKey(
    String id,
    String name,
    String start,
    Set<Scope> scopes,
    long createdAt,
    OptionalLong expiresAt,
    OptionalLong lastUsedAt) {

  static ListedKey of(ResultSet row, int number) throws SQLException {
    return new ListedKey(
        row.getString("id"),
        row.getString("name"),
        row.getString("start"),
        Scope.stored(row.getString("scopes")),
        row.getLong("created_at"),
        Columns.time(row, "expires_at"),
        Columns.time(row, "last_used_at"));
  }
}
