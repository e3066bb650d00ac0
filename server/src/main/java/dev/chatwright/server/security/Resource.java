package dev.chatwright.server.security;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The kinds of things that belong to somebody, each with the question who may reach one of them.
 */
public enum Resource {
  CONVERSATION("conversation"),
  MESSAGE("message"),
  GENERATION("generation"),
  COMPARISON("comparison"),
  ATTACHMENT("attachment"),
  FOLDER("folder"),
  TAG("tag"),
  PROMPT("prompt"),
  SHARE("share"),
  SESSION("session"),
  API_KEY("api_key"),
  /** A persona that one may change. */
  OWN_PERSONA("persona", "person_id = ? and removed_at is null"),
  /** A persona that one may use. */
  USABLE_PERSONA("persona", "(person_id = ? or for_team) and removed_at is null");

  private final String question;

  Resource(String table) {
    this(table, "person_id = ?");
  }

  Resource(String table, String condition) {
    this.question = "select 1 from " + table + " where id = ? and " + condition;
  }

  /** Returns whether a person may reach one of them; also false when there is no such thing. */
  public boolean isReachable(JdbcClient sql, String id, String personId) {
    return sql.sql(question).params(id, personId).query(Integer.class).optional().isPresent();
  }
}
