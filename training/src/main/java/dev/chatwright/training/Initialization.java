package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Tensor;

/**
 * What parameters are before they have learnt anything.
 *
 * <p>Matrices are normal with deviation 0.02; those whose result is added to the residual stream
 * are smaller by {@code √(2L)}, so that the stream does not grow with the number of layers L. Norms
 * multiply by 1, biases are 0.
 *
 * @see <a
 *     href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">Radford
 *     et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.3</a>
 */
public final class Initialization {
  private static final double DEVIATION = 0.02;
  private static final int PURPOSE = 1;
  private static final int PURPOSE_OF_CHANGES = 5;

  private Initialization() {}

  /** Sets all parameters; the same seed gives the same bits. */
  public static void initialize(ArchSpec spec, Parameters parameters, long seed) {
    SeededNumbers random = new SeededNumbers(seed).forPurpose(PURPOSE);
    for (Parameter parameter : parameters.all()) {
      if (parameter.isMatrix()) {
        double deviation =
            isResidual(parameter) ? DEVIATION / Math.sqrt(2.0 * spec.layers()) : DEVIATION;
        fill(parameter, deviation, random);
      } else {
        boolean bias = parameter.name().endsWith(".bias");
        fill(parameter.value(), bias ? 0 : 1 - spec.norms().gainOffset());
      }
    }
  }

  /**
   * Sets changes of low rank: {@code down} is uniform up to {@code 1/√K}, as PEFT has it, and
   * {@code up} zero, so that they change nothing yet.
   */
  public static void initialize(LowRankChanges changes, long seed) {
    SeededNumbers random = new SeededNumbers(seed).forPurpose(PURPOSE_OF_CHANGES);
    for (Parameter parameter : changes.parameters().all()) {
      if (LowRankChanges.isDown(parameter)) {
        Tensor value = parameter.value();
        double bound = 1 / Math.sqrt(value.columns());
        long index = parameter.offset();
        for (int row = 0; row < value.rows(); row++) {
          for (int column = 0; column < value.columns(); column++) {
            double unit = (random.bits(index++) >>> 11) * 0x1p-53;
            value.set(row, column, (float) (bound * (2 * unit - 1)));
          }
        }
      }
    }
  }

  private static boolean isResidual(Parameter parameter) {
    return parameter.name().endsWith("attn_output.weight")
        || parameter.name().endsWith("ffn_down.weight");
  }

  private static void fill(Parameter parameter, double deviation, SeededNumbers random) {
    Tensor value = parameter.value();
    long index = parameter.offset();
    for (int row = 0; row < value.rows(); row++) {
      for (int column = 0; column < value.columns(); column++) {
        value.set(row, column, (float) (deviation * random.gaussian(index++)));
      }
    }
  }

  private static void fill(Tensor vector, float value) {
    for (int i = 0; i < vector.columns(); i++) {
      vector.set(0, i, value);
    }
  }
}
