package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;
import static dev.chatwright.model.ModelException.requireRange;

import java.util.List;

/**
 * How the frequencies of a rotation change for contexts longer than trained.
 *
 * <p>Immutable.
 */
public sealed interface RotaryScaling {

  /** As trained. */
  record None() implements RotaryScaling {}

  /**
   * Every frequency divided by the same (Chen et al., 2023, arXiv:2306.15595).
   *
   * @param factor positive
   */
  record Linear(double factor) implements RotaryScaling {
    /** Rejects what cannot divide. */
    public Linear {
      requireFinite("rotary scaling factor", factor, Double.MIN_VALUE);
    }
  }

  /**
   * Llama 3.1: long wavelengths divided, short ones kept, a ramp between them.
   *
   * @param factor divides the long wavelengths' frequencies
   * @param lowFrequencyFactor wavelengths beyond {@code originalContext} over this are long
   * @param highFrequencyFactor wavelengths below {@code originalContext} over this are short
   * @param originalContext the context trained at first
   */
  record Llama3(
      double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
      implements RotaryScaling {
    /** Rejects factors that give no ramp. */
    public Llama3 {
      requireFinite("rotary scaling factor", factor, Double.MIN_VALUE);
      requireFinite("low frequency factor", lowFrequencyFactor, Double.MIN_VALUE);
      requireFinite("high frequency factor", highFrequencyFactor, Math.nextUp(lowFrequencyFactor));
      requireRange("original context", originalContext, 1, ArchSpec.MAX_CONTEXT);
    }
  }

  /**
   * YaRN (Peng et al., 2023, arXiv:2309.00071): a ramp over pairs, by how often each turns.
   *
   * @param factor divides the frequencies of pairs that turn rarely
   * @param originalContext the context trained at first
   * @param betaFast pairs that turn more often than this within it are kept
   * @param betaSlow pairs that turn less often are divided
   * @param attentionFactor multiplies cosines and sines
   */
  record Yarn(
      double factor, int originalContext, double betaFast, double betaSlow, double attentionFactor)
      implements RotaryScaling {
    /** Rejects what cannot divide. */
    public Yarn {
      requireFinite("rotary scaling factor", factor, Double.MIN_VALUE);
      requireRange("original context", originalContext, 1, ArchSpec.MAX_CONTEXT);
      requireFinite("YaRN beta slow", betaSlow, Double.MIN_VALUE);
      requireFinite("YaRN beta fast", betaFast, betaSlow);
      requireFinite("rotary attention factor", attentionFactor, Double.MIN_VALUE);
    }
  }

  /**
   * LongRoPE (Ding et al., 2024, arXiv:2402.13753): a divisor for each pair.
   *
   * <p>The long ones apply if the model's context length exceeds {@code originalContext}. The
   * choice holds for a model and not for a sequence, because cached keys cannot be turned again.
   *
   * @param shortFactors one for each pair; empty if the weights hold them in {@code
   *     rope_factors_short.weight}
   * @param longFactors the same, in {@code rope_factors_long.weight}
   * @param originalContext the context trained at first
   * @param attentionFactor multiplies cosines and sines
   */
  record LongRope(
      List<Double> shortFactors,
      List<Double> longFactors,
      int originalContext,
      double attentionFactor)
      implements RotaryScaling {
    /** Copies the lists. */
    public LongRope {
      shortFactors = List.copyOf(shortFactors);
      longFactors = List.copyOf(longFactors);
      requireRange("original context", originalContext, 1, ArchSpec.MAX_CONTEXT);
      requireFinite("rotary attention factor", attentionFactor, Double.MIN_VALUE);
    }
  }
}
