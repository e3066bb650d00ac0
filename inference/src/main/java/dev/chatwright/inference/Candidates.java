package dev.chatwright.inference;

import java.util.Arrays;

/**
 * The tokens that may still be drawn, and their logits.
 *
 * <p>Mutable, and so are the logits; confined to one thread.
 */
final class Candidates {
  /* A vocabulary has 50 000 to 250 000 tokens, of which a few hundred hold nearly all probability.
   * Only those within NEAR of the best are gathered at first, and their exponentials taken; the
   * rest follow when a step cannot be answered from these alone, which changes the time and not the
   * result. `total` is known for all from the start, from the log-sum-exp kernel. */
  private static final float NEAR = 10;

  private static final double LN_2 = Math.log(2);

  private final float[] logits;
  private float best;
  private int[] ids = new int[256];
  private int count;
  private double gathered;
  private double total;
  private boolean complete;

  /**
   * Gathers the likeliest tokens of a whole vocabulary.
   *
   * @param logits indexed by token, not kept beyond the draw; a temperature changes them
   * @param best the largest of them
   * @param logSumExp of all of them
   */
  Candidates(float[] logits, float best, float logSumExp) {
    this.logits = logits;
    this.best = best;
    this.total = Math.exp((double) logSumExp - best);
    float threshold = best - NEAR;
    for (int id = 0; id < logits.length; id++) {
      if (logits[id] >= threshold) {
        add(id);
      }
    }
  }

  private void add(int id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, Math.min(2 * count, logits.length));
    }
    ids[count++] = id;
    gathered += weight(id);
  }

  private double weight(int id) {
    return Math.exp((double) logits[id] - best);
  }

  private void gatherAll() {
    if (complete) {
      return;
    }
    complete = true;
    float threshold = best - NEAR;
    for (int id = 0; id < logits.length; id++) {
      if (logits[id] < threshold) {
        add(id);
      }
    }
    total = gathered;
  }

  private void keep(int[] kept, int keptCount) {
    ids = kept;
    count = keptCount;
    best = logits[likeliest()]; // typicality and XTC may have dropped the former one
    gathered = 0;
    for (int i = 0; i < count; i++) {
      gathered += weight(ids[i]);
    }
    total = gathered;
    complete = true;
  }

  int count() {
    return count;
  }

  int id(int index) {
    return ids[index];
  }

  /** Divides the logits by a temperature above 0. */
  void temper(double temperature) {
    gatherAll();
    for (int i = 0; i < count; i++) {
      logits[ids[i]] = (float) (logits[ids[i]] / temperature);
    }
    keep(ids, count);
  }

  /** Returns the entropy divided by its maximum, the logarithm of the count; 0 to 1. */
  double entropyShare() {
    gatherAll();
    return count == 1 ? 0 : Math.clamp(entropy() / Math.log(count), 0, 1);
  }

  /** Returns the entropy of all that are left, in nats. */
  private double entropy() {
    double logTotal = Math.log(total) + best;
    double entropy = 0;
    for (int i = 0; i < count; i++) {
      double weight = weight(ids[i]);
      if (weight > 0) {
        entropy += weight / total * (logTotal - logits[ids[i]]);
      }
    }
    return entropy;
  }

  /** Keeps the {@code k} likeliest. */
  void keepTop(int k) {
    if (count < k) {
      gatherAll();
    }
    if (count <= k) {
      keep(ids, count);
      return;
    }
    TokenHeap heap = new TokenHeap(ids, count, logits);
    int[] kept = new int[k];
    for (int i = 0; i < k; i++) {
      kept[i] = heap.pop();
    }
    keep(kept, k);
  }

  /** Keeps the likeliest that together reach the share {@code p}. */
  void keepNucleus(double p) {
    if (gathered < p * total) {
      gatherAll();
    }
    keepUntil(p, logits);
  }

  /** Keeps those at least {@code p} times as likely as the likeliest. */
  void keepRelative(double p) {
    keepFrom(best + Math.log(p));
  }

  /**
   * Keeps those whose logit is at most {@code n} standard deviations of all the logits that are
   * left below the largest.
   *
   * @see <a href="https://arxiv.org/abs/2411.07641">Tang et al., "Top-nσ: Not All Logits Are You
   *     Need", 2024</a>
   */
  void keepWithinDeviations(double n) {
    int all = complete ? count : logits.length;
    double mean = 0;
    for (int i = 0; i < all; i++) {
      mean += (double) logits[complete ? ids[i] : i] / all;
    }
    double variance = 0;
    for (int i = 0; i < all; i++) {
      double distance = logits[complete ? ids[i] : i] - mean;
      variance += distance * distance / all;
    }
    keepFrom(best - n * Math.sqrt(variance));
  }

  private void keepFrom(double threshold) {
    if (threshold < best - NEAR) {
      gatherAll();
    }
    int[] kept = new int[count];
    int keptCount = 0;
    for (int i = 0; i < count; i++) {
      if (logits[ids[i]] >= threshold) {
        kept[keptCount++] = ids[i];
      }
    }
    keep(kept, keptCount); // the best is always among them
  }

  /**
   * Keeps those whose surprise, the negative logarithm of their share, is at most {@code bits}; the
   * likeliest in any case.
   */
  void keepSurprise(double bits) {
    keepFrom(Math.min(best, best + Math.log(total) - bits * LN_2));
  }

  /** Returns the surprise of one that is left, in bits. */
  double surprise(int id) {
    return -Math.log(weight(id) / total) / LN_2;
  }

  /**
   * Drops those that reach the share {@code threshold}, except the least likely of them.
   *
   * @see Xtc
   */
  void dropTop(double threshold) {
    double enough = threshold * total;
    if (enough < Math.exp(-NEAR)) {
      gatherAll();
    }
    int reaching = 0;
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (weight(ids[i]) >= enough) {
        reaching++;
        last = last < 0 || precedes(last, ids[i]) ? ids[i] : last;
      }
    }
    if (reaching < 2) {
      return;
    }
    gatherAll(); // what is far from the best may be drawn now
    int[] kept = new int[count];
    int keptCount = 0;
    for (int i = 0; i < count; i++) {
      if (weight(ids[i]) < enough || ids[i] == last) {
        kept[keptCount++] = ids[i];
      }
    }
    keep(kept, keptCount);
  }

  private boolean precedes(int a, int b) {
    return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
  }

  /**
   * Keeps those whose surprise is nearest to the expected one, until they reach the share {@code
   * p}.
   *
   * @see <a href="https://arxiv.org/abs/2202.00666">Meister et al., "Locally Typical Sampling",
   *     2022</a>
   */
  void keepTypical(double p) {
    gatherAll();
    double logTotal = Math.log(total) + best;
    double entropy = entropy();
    float[] keys = new float[logits.length];
    for (int i = 0; i < count; i++) {
      keys[ids[i]] = (float) -Math.abs(logTotal - logits[ids[i]] - entropy);
    }
    keepUntil(p, keys);
  }

  private void keepUntil(double p, float[] keys) {
    double enough = p * total;
    TokenHeap heap = new TokenHeap(ids, count, keys);
    int[] kept = new int[Math.min(64, count)];
    int keptCount = 0;
    double sum = 0;
    while (!heap.isEmpty() && (keptCount == 0 || sum < enough)) {
      if (keptCount == kept.length) {
        kept = Arrays.copyOf(kept, Math.min(2 * keptCount, count));
      }
      int id = heap.pop();
      kept[keptCount++] = id;
      sum += weight(id);
    }
    keep(kept, keptCount);
  }

  /**
   * Returns the token in whose part of the whole a point lies.
   *
   * @param point from 0, 1 excluded
   */
  int draw(double point) {
    double target = point * total;
    double sum = 0;
    int from = 0;
    while (true) {
      for (int i = from; i < count; i++) {
        sum += weight(ids[i]);
        if (sum > target) {
          return ids[i];
        }
      }
      if (complete) {
        return likeliest(); // rounding left the point beyond the last
      }
      from = count;
      gatherAll();
      target = point * total;
    }
  }

  private int likeliest() {
    int likeliest = ids[0];
    for (int i = 1; i < count; i++) {
      if (logits[ids[i]] > logits[likeliest]) {
        likeliest = ids[i];
      }
    }
    return likeliest;
  }
}
