package dev.chatwright.training.data;

/** How rows lie in a file. */
public enum FileFormat {
  /** Plain text, a document or several with a {@link Separator}. */
  TEXT,
  /** An object of JSON on each line. */
  JSON_LINES,
  /** A JSON array of objects. */
  JSON_ARRAY,
  /** Values with commas or tabs between them; the first row names the columns (RFC 4180). */
  CSV,
  /** Columns of values in Apache Parquet. */
  PARQUET
}
