package dev.chatwright.training.data;

import java.util.Optional;
import java.util.OptionalInt;

/** Judges examples, each by itself; safe for use by several threads. */
final class Judge {
  private final PreparationOptions options;
  private final Quality documents;
  private final Quality conversations;
  private final EvaluationSets evaluationSets;
  private final Optional<MinHash> minHash;

  Judge(PreparationOptions options, EvaluationSets evaluationSets) {
    this.options = options;
    this.documents = new Quality(options.documentRules());
    this.conversations = new Quality(options.conversationRules());
    this.evaluationSets = evaluationSets;
    this.minHash =
        options.nearDuplicates().map(threshold -> new MinHash(threshold, options.seed()));
  }

  Optional<MinHash> minHash() {
    return minHash;
  }

  Verdict judge(Example example) {
    String text = ExampleText.of(example);
    Words words = Words.of(text);
    Quality quality = example instanceof TextExample ? documents : conversations;
    Optional<DropReason> poor = quality.judge(text, words);
    if (poor.isPresent()) {
      return Verdict.dropped(poor.get(), -1);
    }
    if (isOfOtherLanguage(text)) {
      return Verdict.dropped(DropReason.LANGUAGE, -1);
    }
    OptionalInt set = evaluationSets.findIn(words);
    if (set.isPresent()) {
      return Verdict.dropped(DropReason.CONTAMINATED, set.getAsInt());
    }
    int[] signature =
        minHash.isPresent() && words.count() > 0 ? minHash.get().signature(words) : new int[0];
    long hash = Hashing.ofNormalText(ExampleText.identity(example));
    return new Verdict(Optional.empty(), -1, hash, signature);
  }

  private boolean isOfOtherLanguage(String text) {
    return !options.languages().isEmpty()
        && LanguageGuess.of(text).filter(l -> !options.languages().contains(l)).isPresent();
  }
}
