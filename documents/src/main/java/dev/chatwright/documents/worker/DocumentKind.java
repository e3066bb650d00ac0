package dev.chatwright.documents.worker;

/** The kinds of documents that are read. */
enum DocumentKind {
  PDF,
  DOCX,
  HTML,
  TEXT
}
