package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody with an account, as administrators see them.
 *
 * <p>Immutable.
 *
 * @param id the id
 * @param name what others call them; empty for somebody who has always worked alone
 * @param email by what they sign in; empty for somebody who has always worked alone
 * @param role what they are in the team
 * @param active whether they may come in
 * @param createdAt when the account was made
 * @param lastSeenAt when they last asked for something
 * @param passwordHash the hash of the password
 */
@JsonInclude(Include.NON_ABSENT)
public record Person(
    String id,
    String name,
    String email,
    Role role,
    boolean active,
    long createdAt,
    OptionalLong lastSeenAt,
    @JsonIgnore Optional<String> passwordHash) {

  static final String COLUMNS =
      "id, name, email, role, active, created_at, last_seen_at, password_hash";

  static Person of(ResultSet row, int number) throws SQLException {
    return new Person(
        row.getString("id"),
        row.getString("name"),
        Columns.text(row, "email").orElse(""),
        Role.stored(row.getString("role")),
        row.getBoolean("active"),
        row.getLong("created_at"),
        Columns.time(row, "last_seen_at"),
        Columns.text(row, "password_hash"));
  }

  /** Returns the person without the password's hash, which must not reach a log. */
  @Override
  public String toString() {
    return "Person[id=%s, role=%s, active=%s]".formatted(id, role, active);
  }
}
