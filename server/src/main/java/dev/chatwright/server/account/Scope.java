package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chatwright.server.security.Permission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person may let an API key do. */
public enum Scope {
  /** Use the OpenAI-compatible API. */
  API,
  /** Everything with the person's conversations. */
  CHAT,
  /** Fetch and remove models. */
  MODELS;

  private Set<Permission> permissions() {
    return switch (this) {
      case API -> Set.of(Permission.API);
      case CHAT -> Set.of(Permission.CHAT, Permission.SHARE);
      case MODELS -> Set.of(Permission.MODELS);
    };
  }

  /** Returns the word by which the API and the database call it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a role has all that this lets a key do. */
  boolean isWithin(Role role) {
    return role.permissions().containsAll(permissions());
  }

  static Optional<Scope> find(String word) {
    return List.of(values()).stream().filter(scope -> scope.word().equals(word)).findFirst();
  }

  static Set<Permission> permissions(Set<Scope> scopes) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    scopes.forEach(scope -> all.addAll(scope.permissions()));
    return all;
  }

  static String store(Set<Scope> scopes) {
    return scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" "));
  }

  static Set<Scope> stored(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(" ", -1)) {
      find(word).ifPresent(scopes::add);
    }
    return scopes;
  }
}
