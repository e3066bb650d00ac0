package dev.chatwright.tokenizer.training;

/** How the words of a text become tokens. */
public enum TokenizerKind {
  /** Byte-pair encoding: what is met next to each other most often is joined, again and again. */
  BPE,
  /** A unigram language model: of all ways to cut a word into tokens, the likeliest. */
  UNIGRAM
}
