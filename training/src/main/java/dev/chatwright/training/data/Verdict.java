package dev.chatwright.training.data;

import java.util.Optional;

/**
 * What is found of an example by itself.
 *
 * @param dropped why it is left out, if it is
 * @param evaluationSet the set it has words in common with; -1 if none
 * @param hash of its normal text
 * @param signature of its words; empty if near duplicates are not asked for, or it has no words
 */
@SuppressWarnings("ArrayRecordComponent") // one for each example, and never compared
record Verdict(Optional<DropReason> dropped, int evaluationSet, long hash, int[] signature) {
  static Verdict dropped(DropReason reason, int evaluationSet) {
    return new Verdict(Optional.of(reason), evaluationSet, 0, new int[0]);
  }
}
