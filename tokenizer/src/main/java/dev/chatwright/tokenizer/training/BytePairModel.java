package dev.chatwright.tokenizer.training;

import java.util.List;

/**
 * The tokens and merges of a byte-pair tokenizer. Immutable.
 *
 * @param tokens the spelling of each token, special ones first
 * @param merges what was joined, in order
 */
record BytePairModel(List<String> tokens, List<Merge> merges) implements TrainedModel {

  BytePairModel {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /** Two tokens that are joined. */
  record Merge(int left, int right) {}
}
