package dev.chatwright.training.data;

/**
 * What a text must be like to be learnt from, after the rules of Gopher (Rae et al., 2021, appendix
 * A.1.1) and C4 (Raffel et al., 2020). Immutable.
 *
 * @param minWords the fewest words
 * @param maxWords the most words
 * @param minMeanLength the least mean length of words, in characters; not asked of ideographs
 * @param maxMeanLength the greatest
 * @param minLetterShare the least share of words that hold a letter
 * @param maxSymbolShare the most number signs, or ellipses, per word
 * @param maxRepeatedLines the greatest share of lines, and of characters in lines, that were there
 *     before
 * @param repetition by how much Gopher's bounds of repeated words are stretched: 1 as they are, 0
 *     not asked
 */
public record QualityRules(
    int minWords,
    int maxWords,
    double minMeanLength,
    double maxMeanLength,
    double minLetterShare,
    double maxSymbolShare,
    double maxRepeatedLines,
    double repetition) {
  /** Asks nothing. */
  public static final QualityRules NONE =
      new QualityRules(0, Integer.MAX_VALUE, 0, Double.MAX_VALUE, 0, Double.MAX_VALUE, 1, 0);

  /** What Gopher asks of web pages. */
  public static final QualityRules DOCUMENTS =
      new QualityRules(50, 100_000, 3, 10, 0.8, 0.1, 0.3, 1);

  /** What is asked of a conversation, which may be short and may quote. */
  public static final QualityRules CONVERSATIONS =
      new QualityRules(2, 100_000, 0, Double.MAX_VALUE, 0.3, 1, 0.6, 3);

  /** Checks the bounds. */
  public QualityRules {
    if (minWords < 0 || maxWords < minWords || minMeanLength > maxMeanLength || repetition < 0) {
      throw new IllegalArgumentException(
          "quality bounds cannot be met: %d to %d words of length %s to %s, repetition %s"
              .formatted(minWords, maxWords, minMeanLength, maxMeanLength, repetition));
    }
  }
}
