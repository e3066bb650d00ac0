package dev.chatwright.tokenizer.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Byte-pair encoding: the pair of tokens that stands next to each other most often becomes a token,
 * again and again.
 *
 * <p>The counts of pairs are kept up to date where a merge changes the text, rather than counted
 * anew, and a queue holds the most frequent; its entries are corrected when they come first. The
 * merges are those of Hugging Face's {@code BpeTrainer}: the most frequent pair, of equally
 * frequent ones that with the smaller ids. Confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich, Haddow and Birch, "Neural machine
 *     translation of rare words with subword units", 2016</a>
 */
final class BytePairTrainer {
  private static final int TOLD_EVERY = 256;

  private final TrainingOptions options;
  private final TokenList tokens;
  private final SymbolText text;
  private final PairTable pairs = new PairTable();
  private final PairQueue queue = new PairQueue();
  private final List<Integer> changed = new ArrayList<>();
  private final List<BytePairModel.Merge> merges = new ArrayList<>();

  BytePairTrainer(WordTable words, TrainingOptions options) {
    this.options = options;
    this.tokens = new TokenList(options.specialTokens());
    this.text = new SymbolText(words, tokens.ofBytes());
  }

  /** Returns the tokens and merges; fewer than wanted where no pair is frequent enough. */
  BytePairModel train(TrainingProgress progress) {
    countPairs();
    while (tokens.size() < options.vocabularySize() && correctFirst()) {
      mergeFirst();
      if (merges.size() % TOLD_EVERY == 0) {
        progress.at(TrainingProgress.Stage.TRAINING, tokens.size(), options.vocabularySize());
      }
    }
    return new BytePairModel(tokens.texts(), merges);
  }

  private void countPairs() {
    for (int place = 1; place < text.size(); place++) {
      int left = text.before(place);
      int right = text.at(place);
      if (left >= 0 && right >= 0) {
        found(left, right, text.count(place), place - 1);
      }
    }
    enqueueChanged();
  }

  private void found(int left, int right, long count, int place) {
    int pair = pairs.find(left, right);
    pairs.change(pair, count);
    if (pairs.addPlace(pair, place, 4)) {
      changed.add(pair);
    }
  }

  private void enqueueChanged() {
    for (int pair : changed) {
      PlaceList places = pairs.takePlaces(pair);
      if (pairs.count(pair) > 0) {
        queue.add(pairs.count(pair), pairs.key(pair), pair, places);
      }
    }
    changed.clear();
  }

  /** Returns whether there is a first pair that is frequent enough, its count being right. */
  private boolean correctFirst() {
    while (!queue.isEmpty()) {
      long count = pairs.count(queue.pair());
      if (queue.count() == count) {
        return count >= options.minimumFrequency();
      }
      queue.correct(count);
    }
    return false;
  }

  private void mergeFirst() {
    int pair = queue.pair();
    PlaceList places = queue.poll();
    int left = pairs.left(pair);
    int right = pairs.right(pair);
    int joined = tokens.add(tokens.text(left).concat(tokens.text(right)));
    // Text must never become a special token, even if it spells one.
    if (!tokens.isSpecial(joined)) {
      text.setLength(joined, text.length(left) + text.length(right));
      merges.add(new BytePairModel.Merge(left, right));
      merge(places, left, right, joined);
      enqueueChanged();
    }
  }

  /*
   * The count of the pair itself stays what it was, and a pair that comes to stand again, after a
   * token was made in a second way, is queued beside what is queued of it already. Both as Hugging
   * Face does, so that the merges are the same.
   */
  private void merge(PlaceList places, int left, int right, int joined) {
    for (int i = 0; i < places.size(); i++) {
      int place = places.get(i);
      if (text.holds(place, left, right)) {
        mergeAt(place, left, right, joined);
      }
    }
  }

  private void mergeAt(int place, int left, int right, int joined) {
    long count = text.count(place);
    int before = text.before(place);
    int end = place + text.length(joined);
    int after = text.at(end);
    text.join(place, left, right, joined);
    if (before >= 0) {
      pairs.change(pairs.find(before, left), -count);
      found(before, joined, count, place - text.length(before));
    }
    if (after >= 0) {
      pairs.change(pairs.find(right, after), -count);
      found(joined, after, count, place);
    }
  }
}
