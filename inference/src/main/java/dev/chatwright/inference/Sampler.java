package dev.chatwright.inference;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Chooses the tokens of one reply.
 *
 * <p>Confined to the engine's thread.
 */
final class Sampler {
  /** Below this a temperature is 0: dividing by it would overflow. */
  private static final float COLDEST = 1e-4f;

  private final SamplingOptions options;
  private final Kernels kernels;
  private final LogitsBuffer buffer;
  private final Penalties penalties;
  private final RandomGenerator random;

  /** Mirostat's, in bits. */
  private double surpriseLimit;

  /**
   * Creates the sampler of one reply.
   *
   * @param bytes the bytes of each token
   */
  Sampler(
      SamplingOptions options,
      int[] prompt,
      IntFunction<byte[]> bytes,
      RandomGenerator random,
      Kernels kernels,
      LogitsBuffer buffer) {
    this.options = options;
    this.kernels = kernels;
    this.buffer = buffer;
    this.penalties = new Penalties(options.adjustments(), prompt, bytes);
    this.random = random;
    this.surpriseLimit = 2 * options.mirostat().tau();
  }

  /**
   * Returns the token to go on with, given one row of logits, which it leaves as they are.
   *
   * @throws ArithmeticException if the logits are no numbers
   */
  int choose(Tensor logits, int row) {
    int token = pick(logits, row);
    if (!Float.isFinite(logits.get(row, token))) {
      throw new ArithmeticException(
          "the model computed %s for token %d: its weights are broken"
              .formatted(logits.get(row, token), token));
    }
    penalties.chosen(token);
    return token;
  }

  private int pick(Tensor logits, int row) {
    boolean greedy = options.temperature() < COLDEST;
    if (greedy && options.adjustments().equals(LogitAdjustments.NONE)) {
      return kernels.argMax(logits, row);
    }
    Tensor changed = buffer.load(logits, row);
    penalties.apply(changed);
    return greedy ? kernels.argMax(changed, 0) : draw(changed);
  }

  private int draw(Tensor logits) {
    boolean fixed = !options.dynamic().isOn();
    if (fixed && options.temperature() != 1) {
      kernels.scale(logits, 1 / options.temperature(), 0, logits.columns());
    }
    int best = kernels.argMax(logits, 0);
    float logSumExp = kernels.logSumExp(logits, 0);
    if (!Float.isFinite(logSumExp)) {
      return best; // choose() refuses it, or one logit is so large that it alone counts
    }
    Candidates candidates = new Candidates(buffer.values(), logits.get(0, best), logSumExp);
    if (!fixed) {
      double temperature = options.dynamic().at(options.temperature(), candidates.entropyShare());
      candidates.temper(Math.max(COLDEST, temperature));
    }
    if (options.mirostat().isOn()) {
      return drawSurprise(candidates);
    }
    truncate(candidates);
    return candidates.draw(random.nextDouble());
  }

  private int drawSurprise(Candidates candidates) {
    candidates.keepSurprise(surpriseLimit);
    int token = candidates.draw(random.nextDouble());
    double error = candidates.surprise(token) - options.mirostat().tau();
    surpriseLimit -= options.mirostat().eta() * error;
    return token;
  }

  private void truncate(Candidates candidates) {
    Truncation truncation = options.truncation();
    if (truncation.topNSigma() > 0) {
      candidates.keepWithinDeviations(truncation.topNSigma());
    }
    if (truncation.topK() > 0) {
      candidates.keepTop(truncation.topK());
    }
    if (truncation.typicalP() < 1) {
      candidates.keepTypical(truncation.typicalP());
    }
    if (truncation.topP() < 1) {
      candidates.keepNucleus(truncation.topP());
    }
    if (truncation.minP() > 0) {
      candidates.keepRelative(truncation.minP());
    }
    Xtc xtc = truncation.xtc();
    if (xtc.probability() > 0 && random.nextDouble() < xtc.probability()) {
      candidates.dropTop(xtc.threshold());
    }
  }
}
