package dev.chatwright.server.vault;

/** Every column that holds sealed text. Moving to a new key goes through all of them. */
public enum SealedColumn {
  PERSON_SETTINGS("person", "settings", "id", "id"),
  FOLDER_NAME("folder", "name"),
  TAG_NAME("tag", "name"),
  PERSONA_VERSION_BODY("persona_version", "body"),
  PROMPT_BODY("prompt", "body"),
  CONVERSATION_TITLE("conversation", "title"),
  MESSAGE_BODY("message", "body"),
  MESSAGE_DETAILS("message", "details"),
  GENERATION_REQUEST("generation", "request"),
  GENERATION_EVENT_BODY(
      "generation_event", "body", "generation_id || ':' || sequence", "person_id"),
  SUMMARY_BODY("summary", "body"),
  FEEDBACK_BODY("feedback", "body", "message_id", "person_id"),
  ATTACHMENT_ABOUT("attachment", "about"),
  ATTACHMENT_CONTENT("attachment", "content"),
  ATTACHMENT_PAGES("attachment", "pages");

  private final String table;
  private final String column;
  private final String row;
  private final String person;

  SealedColumn(String table, String column) {
    this(table, column, "id", "person_id");
  }

  SealedColumn(String table, String column, String row, String person) {
    this.table = table;
    this.column = column;
    this.row = row;
    this.person = person;
  }

  /** Returns the table's name. */
  public String table() {
    return table;
  }

  /** Returns the column's name. */
  public String column() {
    return column;
  }

  /** Returns the SQL expression of the row's id, as places name it. */
  public String row() {
    return row;
  }

  /** Returns the SQL expression of the person whose text it is. */
  public String person() {
    return person;
  }

  /** Returns the place of one row. */
  public Place of(String id, String personId) {
    return new Place(this, id, personId);
  }
}
