package dev.chatwright.server.security;

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

  /**
   * Returns the SQL that finds a row when person (second parameter) may reach the thing (first).
   */
  String question() {
    return question;
  }
}
