package dev.chatwright.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a data set is prepared. Immutable.
 *
 * @param documentRules what texts must be like
 * @param conversationRules what everything else must be like
 * @param languages the only languages that are kept, of {@link LanguageGuess#known}; all where
 *     empty. What is too short to tell is kept
 * @param exactDuplicates whether an example is left out that is there before
 * @param nearDuplicates the share of words in a row in common from which an example is left out;
 *     absent, nothing is
 * @param evaluationSets files with which no example may have 13 words in a row in common
 * @param heldOutShare the share held out, from 0 to less than 1
 * @param skipBroken whether rows that cannot be read are counted and left out, and not an error
 * @param shardBytes from how many bytes on another shard begins
 * @param seed of the near duplicates' signatures
 * @param threads threads that compute; they change nothing of the result
 */
public record PreparationOptions(
    QualityRules documentRules,
    QualityRules conversationRules,
    List<String> languages,
    boolean exactDuplicates,
    Optional<Double> nearDuplicates,
    List<Path> evaluationSets,
    double heldOutShare,
    boolean skipBroken,
    long shardBytes,
    long seed,
    int threads) {
  private static final long SHARD_BYTES = 256_000_000; // as a recipe counts megabytes
  private static final double NEAR = 0.8;
  private static final double HELD_OUT = 0.01;

  /** Leaves out nothing and holds out nothing. */
  public static final PreparationOptions NOTHING =
      new PreparationOptions(
          QualityRules.NONE,
          QualityRules.NONE,
          List.of(),
          false,
          Optional.empty(),
          List.of(),
          0,
          false,
          SHARD_BYTES,
          0,
          Runtime.getRuntime().availableProcessors());

  /** What is done where nobody says otherwise. */
  public static final PreparationOptions DEFAULT =
      NOTHING
          .withRules(QualityRules.DOCUMENTS, QualityRules.CONVERSATIONS)
          .withDuplicates(true, Optional.of(NEAR))
          .withHeldOutShare(HELD_OUT);

  /** Checks the bounds. */
  public PreparationOptions {
    languages = List.copyOf(languages);
    evaluationSets = List.copyOf(evaluationSets);
    if (!(heldOutShare >= 0 && heldOutShare < 1)) {
      throw new IllegalArgumentException(
          "the share held out must be at least 0 and less than 1, got " + heldOutShare);
    }
    if (!LanguageGuess.known().containsAll(languages)) {
      throw new IllegalArgumentException(
          "languages must be of %s, got %s".formatted(LanguageGuess.known(), languages));
    }
    if (threads < 1 || shardBytes < 1) {
      throw new IllegalArgumentException(
          "threads and bytes of a shard must be at least 1, got %d and %d"
              .formatted(threads, shardBytes));
    }
    nearDuplicates.ifPresent(threshold -> new MinHash(threshold, 0));
  }

  /** Returns these options with other rules. */
  public PreparationOptions withRules(QualityRules documents, QualityRules conversations) {
    return new PreparationOptions(
        documents,
        conversations,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        skipBroken,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with other languages. */
  public PreparationOptions withLanguages(List<String> other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        other,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        skipBroken,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with another treatment of duplicates. */
  public PreparationOptions withDuplicates(boolean exact, Optional<Double> near) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exact,
        near,
        evaluationSets,
        heldOutShare,
        skipBroken,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with other evaluation sets. */
  public PreparationOptions withEvaluationSets(List<Path> other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        other,
        heldOutShare,
        skipBroken,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with another share held out. */
  public PreparationOptions withHeldOutShare(double other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        other,
        skipBroken,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with another treatment of broken rows. */
  public PreparationOptions withSkipBroken(boolean other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        other,
        shardBytes,
        seed,
        threads);
  }

  /** Returns these options with shards of another size. */
  public PreparationOptions withShardBytes(long other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        skipBroken,
        other,
        seed,
        threads);
  }

  /** Returns these options with another seed. */
  public PreparationOptions withSeed(long other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        skipBroken,
        shardBytes,
        other,
        threads);
  }

  /** Returns these options with another number of threads. */
  public PreparationOptions withThreads(int other) {
    return new PreparationOptions(
        documentRules,
        conversationRules,
        languages,
        exactDuplicates,
        nearDuplicates,
        evaluationSets,
        heldOutShare,
        skipBroken,
        shardBytes,
        seed,
        other);
  }
}
