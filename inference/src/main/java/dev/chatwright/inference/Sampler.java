package dev.chatwright.inference;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Chooses the tokens of one reply.
 *
 * <p>Confined to the engine's thread, or to one of its workers during one call.
 */
final class Sampler {
  /** Below this a temperature is 0: dividing by it would overflow. */
  private static final float COLDEST = 1e-4f;

  private final SamplingOptions options;
  private final Kernels kernels;
  private final LogitsBuffer buffer;
  private final Penalties penalties;
  private final RandomGenerator random;
  private final SamplingStep[] steps;

  /** Whether the first step is a fixed temperature, which a kernel does for the whole row. */
  private final boolean scalesFirst;

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
    this.steps = SamplingOrder.active(options);
    this.scalesFirst =
        steps.length > 0 && steps[0] == SamplingStep.TEMPERATURE && !options.dynamic().isOn();
    this.surpriseLimit = 2 * options.mirostat().tau();
  }

  /**
   * Returns the token to go on with, given one row of logits, which it leaves as they are.
   *
   * @throws ArithmeticException if the logits are no numbers
   */
  int choose(Tensor logits, int row) {
    return choose(logits, row, buffer);
  }

  /** Returns the same, by means of another buffer, which nobody else uses meanwhile. */
  int choose(Tensor logits, int row, LogitsBuffer room) {
    int token = pick(logits, row, room);
    if (!Float.isFinite(logits.get(row, token))) {
      throw new ArithmeticException(
          "the model computed %s for token %d: its weights are broken"
              .formatted(logits.get(row, token), token));
    }
    penalties.chosen(token);
    return token;
  }

  private int pick(Tensor logits, int row, LogitsBuffer room) {
    boolean greedy = options.temperature() < COLDEST;
    if (greedy && options.adjustments().equals(LogitAdjustments.NONE)) {
      return kernels.argMax(logits, row);
    }
    Tensor changed = room.load(logits, row);
    penalties.apply(changed, options.order());
    return greedy ? kernels.argMax(changed, 0) : draw(changed, room);
  }

  private int draw(Tensor logits, LogitsBuffer room) {
    if (scalesFirst) {
      kernels.scale(logits, 1 / options.temperature(), 0, logits.columns());
    }
    int best = kernels.argMax(logits, 0);
    float logSumExp = kernels.logSumExp(logits, 0);
    if (!Float.isFinite(logSumExp)) {
      return best; // choose() refuses it, or one logit is so large that it alone counts
    }
    Candidates candidates = new Candidates(room.values(), logits.get(0, best), logSumExp);
    for (int i = scalesFirst ? 1 : 0; i < steps.length; i++) {
      apply(steps[i], candidates);
    }
    return options.mirostat().isOn()
        ? drawSurprise(candidates)
        : candidates.draw(random.nextDouble());
  }

  private int drawSurprise(Candidates candidates) {
    candidates.keepSurprise(surpriseLimit);
    int token = candidates.draw(random.nextDouble());
    double error = candidates.surprise(token) - options.mirostat().tau();
    surpriseLimit -= options.mirostat().eta() * error;
    return token;
  }

  private void apply(SamplingStep step, Candidates candidates) {
    Truncation truncation = options.truncation();
    switch (step) {
      case PENALTIES, DRY -> throw new IllegalStateException(step + " is no step of candidates");
      case TEMPERATURE -> candidates.temper(temperature(candidates));
      case TOP_N_SIGMA -> candidates.keepWithinDeviations(truncation.topNSigma());
      case TOP_K -> candidates.keepTop(truncation.topK());
      case TYPICAL_P -> candidates.keepTypical(truncation.typicalP());
      case TOP_P -> candidates.keepNucleus(truncation.topP());
      case MIN_P -> candidates.keepRelative(truncation.minP());
      case XTC -> {
        if (random.nextDouble() < truncation.xtc().probability()) {
          candidates.dropTop(truncation.xtc().threshold());
        }
      }
    }
  }

  private double temperature(Candidates candidates) {
    DynamicTemperature dynamic = options.dynamic();
    return dynamic.isOn()
        ? Math.max(COLDEST, dynamic.at(options.temperature(), candidates.entropyShare()))
        : options.temperature();
  }
}
