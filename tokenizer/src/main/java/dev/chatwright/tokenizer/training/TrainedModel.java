package dev.chatwright.tokenizer.training;

import java.util.List;

/** What was learnt from words. */
sealed interface TrainedModel permits BytePairModel, UnigramPieces {

  /** Returns the spelling of each token in the byte alphabet, special ones first. */
  List<String> tokens();
}
