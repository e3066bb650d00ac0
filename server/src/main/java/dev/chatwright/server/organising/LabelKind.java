package dev.chatwright.server.organising;

import dev.chatwright.server.vault.SealedColumn;

/** The two kinds of labels, which differ in what becomes of conversations that have one. */
enum LabelKind {
  /** A conversation is in one at most. */
  FOLDER(
      "folder",
      SealedColumn.FOLDER_NAME,
      "update conversation set folder_id = null where folder_id = ?"),
  /** A conversation has any number. */
  TAG("tag", SealedColumn.TAG_NAME, "delete from conversation_tag where tag_id = ?");

  private final String table;
  private final SealedColumn name;
  private final String beforeRemoval;

  LabelKind(String table, SealedColumn name, String beforeRemoval) {
    this.table = table;
    this.name = name;
    this.beforeRemoval = beforeRemoval;
  }

  String table() {
    return table;
  }

  SealedColumn sealedName() {
    return name;
  }

  /** Returns the statement that takes it from all conversations. */
  String beforeRemoval() {
    return beforeRemoval;
  }
}
