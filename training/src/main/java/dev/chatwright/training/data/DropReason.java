package dev.chatwright.training.data;

/** Why an example is left out. */
public enum DropReason {
  /** Its row cannot be read. */
  BROKEN,
  /** It has no prompt, or the assistant says nothing. */
  INCOMPLETE,
  /** Its better and its worse reply are the same. */
  EQUAL_REPLIES,
  /** The chat template of the model that is to learn it refuses it. */
  REFUSED,
  /** It has too few words. */
  TOO_SHORT,
  /** It has too many words, or tokens. */
  TOO_LONG,
  /** Its words are too short or too long on average. */
  ODD_WORDS,
  /** Too few of its words hold a letter. */
  FEW_LETTERS,
  /** It has too many number signs and ellipses for its words. */
  SYMBOLS,
  /** Too many of its lines are there before. */
  REPEATED_LINES,
  /** Too much of it is the same few words in a row. */
  REPEATED_WORDS,
  /** It is in none of the wanted languages. */
  LANGUAGE,
  /** It shares words in a row with an evaluation set. */
  CONTAMINATED,
  /** An earlier example is the same. */
  DUPLICATE,
  /** An earlier example is almost the same. */
  NEAR_DUPLICATE
}
