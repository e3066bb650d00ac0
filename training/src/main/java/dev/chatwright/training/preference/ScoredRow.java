package dev.chatwright.training.preference;

/**
 * A row of data with the scores of its two replies.
 *
 * <p>Immutable.
 *
 * @param first of the better reply; where replies are rated, of the one that is
 * @param second of the worse reply; where replies are rated, of another row's reply to the same
 *     prompt
 * @param good whether the first reply was found good; true for pairs
 */
public record ScoredRow(Score first, Score second, boolean good) {}
