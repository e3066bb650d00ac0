package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Permission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody is in a team: a set of permissions with a name. */
public enum Role {
  /** Looks after the server. */
  ADMINISTRATOR,
  /** Uses it. */
  MEMBER;

  /** Returns what it permits. */
  public Set<Permission> permissions() {
    return switch (this) {
      case ADMINISTRATOR -> EnumSet.allOf(Permission.class);
      case MEMBER ->
          EnumSet.of(Permission.CHAT, Permission.SHARE, Permission.API, Permission.ACCOUNT);
    };
  }

  /** Returns the word by which the API and the database call it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role that the database means; one it does not know may nothing more than others.
   */
  static Role stored(String word) {
    return word.equals(ADMINISTRATOR.word()) ? ADMINISTRATOR : MEMBER;
  }

  /**
   * Returns the role that a field names.
   *
   * @throws ApiException if there is none of that name
   */
  public static Role parse(String field, String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw ApiException.badField(field, "'%s' must be administrator or member".formatted(field));
  }
}
