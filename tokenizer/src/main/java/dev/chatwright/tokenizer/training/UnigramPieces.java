package dev.chatwright.tokenizer.training;

import java.util.List;

/**
 * The tokens of a unigram language model. Immutable.
 *
 * @param tokens the spelling of each token, special ones first
 * @param scores the logarithm of each token's probability; 0 for special ones
 */
record UnigramPieces(List<String> tokens, List<Double> scores) implements TrainedModel {

  UnigramPieces {
    tokens = List.copyOf(tokens);
    scores = List.copyOf(scores);
  }
}
