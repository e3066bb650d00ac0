package dev.chatwright.documents;

/** Why an upload gave nothing. */
public enum Reason {
  /** A kind of file that is not read. */
  UNSUPPORTED,
  /** More bytes, pixels, parts or memory than allowed. */
  TOO_LARGE,
  /** Not done in the time allowed. */
  TOO_SLOW,
  /** Damaged, or not what its first bytes say. */
  BROKEN,
  /** Needs a password. */
  ENCRYPTED,
  /** Holds no text: empty, or pictures only. */
  NO_TEXT,
  /** Nothing wrong with the file: the process that reads could not be had. */
  UNAVAILABLE
}
