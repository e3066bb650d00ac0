package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import java.io.IOException;

/** Which tokens a text becomes, and how a model's file says so. */
sealed interface TextVocabulary permits ByteVocabulary, TrainedVocabulary {

  /** Returns how many tokens there are. */
  int size();

  /**
   * Returns the tokens of a text to learn from.
   *
   * @throws IOException if it has none
   */
  int[] encode(byte[] text) throws IOException;

  /** Describes the tokenizer in a model's file. */
  void describe(GgufWriter writer);
}
