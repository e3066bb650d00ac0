package dev.chatwright.server.model;

/** Whose requests may share what has been computed of a prompt. */
public enum Isolation {
  /** Everybody's: who asks can tell by the time whether somebody has asked the same before. */
  NONE,
  /** Those of one person, whatever key they come with. */
  PERSON,
  /** Those of one API key, and those of a person without one. */
  KEY
}
