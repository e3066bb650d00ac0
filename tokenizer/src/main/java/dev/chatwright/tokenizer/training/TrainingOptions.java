package dev.chatwright.tokenizer.training;

import dev.chatwright.tokenizer.ByteAlphabet;
import dev.chatwright.tokenizer.Vocabulary;
import dev.chatwright.tokenizer.WordPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What tokenizer is wanted. Immutable.
 *
 * @param kind how words become tokens
 * @param vocabularySize how many tokens there are to be, special ones included; at least one for
 *     each byte and each special token
 * @param pattern how text is cut into words
 * @param specialTokens tokens that no text becomes, in the order of their ids, which begin at 0
 * @param minimumFrequency how often a pair must be met to become a token; 1 or more
 * @param threads how many threads count and sum; the result does not depend on it
 * @param mostWords how many different words are kept; where a text has more, the rarest are given
 *     up, see {@code WordCounter}
 */
public record TrainingOptions(
    TokenizerKind kind,
    int vocabularySize,
    WordPattern pattern,
    List<String> specialTokens,
    long minimumFrequency,
    int threads,
    int mostWords) {

  /** How many bytes there are, each of which is a token. */
  public static final int BYTES = 256;

  private static final int MOST_WORDS = 4_000_000;
  private static final int MOST_SPECIAL_TOKENS = 10_000;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public TrainingOptions {
    specialTokens = List.copyOf(specialTokens);
    requireTokens(specialTokens);
    int least = BYTES + specialTokens.size();
    if (vocabularySize < least || vocabularySize > Vocabulary.MAX_SIZE) {
      throw new IllegalArgumentException(
          "vocabulary of %d tokens, expected %d (256 bytes and %d special tokens) to %d"
              .formatted(vocabularySize, least, specialTokens.size(), Vocabulary.MAX_SIZE));
    }
    requirePositive("minimum frequency", minimumFrequency);
    requirePositive("number of threads", threads);
    requirePositive("number of words kept", mostWords);
  }

  /** Returns options with GPT-2's pattern, no special tokens and all processors. */
  public static TrainingOptions of(TokenizerKind kind, int vocabularySize) {
    return new TrainingOptions(
        kind,
        vocabularySize,
        WordPattern.GPT2,
        List.of(),
        1,
        Runtime.getRuntime().availableProcessors(),
        MOST_WORDS);
  }

  /** Returns the options with another pattern. */
  public TrainingOptions withPattern(WordPattern other) {
    return new TrainingOptions(
        kind, vocabularySize, other, specialTokens, minimumFrequency, threads, mostWords);
  }

  /** Returns the options with other special tokens. */
  public TrainingOptions withSpecialTokens(List<String> others) {
    return new TrainingOptions(
        kind, vocabularySize, pattern, others, minimumFrequency, threads, mostWords);
  }

  /** Returns the options with another minimum frequency. */
  public TrainingOptions withMinimumFrequency(long other) {
    return new TrainingOptions(
        kind, vocabularySize, pattern, specialTokens, other, threads, mostWords);
  }

  /** Returns the options with another number of threads. */
  public TrainingOptions withThreads(int others) {
    return new TrainingOptions(
        kind, vocabularySize, pattern, specialTokens, minimumFrequency, others, mostWords);
  }

  /** Returns the options with another bound of words. */
  public TrainingOptions withMostWords(int other) {
    return new TrainingOptions(
        kind, vocabularySize, pattern, specialTokens, minimumFrequency, threads, other);
  }

  private static void requireTokens(List<String> tokens) {
    if (tokens.size() > MOST_SPECIAL_TOKENS) {
      throw new IllegalArgumentException(
          "%d special tokens, expected at most %d".formatted(tokens.size(), MOST_SPECIAL_TOKENS));
    }
    Set<String> seen = new HashSet<>();
    for (String token : tokens) {
      if (token.isEmpty() || spellsByte(token) || !seen.add(token)) {
        throw new IllegalArgumentException(
            "special token \"%s\" is empty, spells a byte or is named twice".formatted(token));
      }
    }
  }

  private static boolean spellsByte(String token) {
    for (int value = 0; value < BYTES; value++) {
      if (token.equals(String.valueOf(ByteAlphabet.letter(value)))) {
        return true;
      }
    }
    return false;
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
    }
  }
}
