package dev.chatwright.tokenizer;

/** What becomes of the separators when text is split. */
enum SplitBehavior {
  /** They are words. */
  ISOLATED,
  /** They are dropped. */
  REMOVED,
  /** They end the word before them. */
  MERGED_WITH_PREVIOUS,
  /** They begin the word after them. */
  MERGED_WITH_NEXT,
  /** Neighbouring ones are one word. */
  CONTIGUOUS
}
