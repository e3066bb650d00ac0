package dev.chatwright.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Models with one dial: from their depth follow width, heads, context, batch and rate.
 *
 * <p>Immutable.
 *
 * @param kind the formulas
 * @param depth how many blocks, from 1 to {@link #DEEPEST}
 * @param width C, a multiple of 64
 */
public record ModelFamily(ModelShape.Kind kind, int depth, int width) {
  /** The deepest that is planned: some 0.4 billion parameters. */
  public static final int DEEPEST = 20;

  private static final int WIDTH_OF_A_BLOCK = 64;
  private static final int HEAD_WIDTH = 64;

  /** The rate that suits a width of 128; wider ones take less, by the root. */
  private static final double RATE = 3e-3;

  private static final int RATE_WIDTH = 128;
  private static final int WANTED_STEPS = 1000;
  private static final int FEWEST_SEQUENCES = 4;
  private static final double LOWEST_SHARE = 0.1;
  private static final double WARM_UP_SHARE = 0.05;

  /** Rejects what lies outside the family. */
  public ModelFamily {
    if (depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException(
          "depth must be from 1 to %d, got %d".formatted(DEEPEST, depth));
    }
    if (width < HEAD_WIDTH || width % HEAD_WIDTH != 0) {
      throw new IllegalArgumentException(
          "width must be a multiple of %d, got %d".formatted(HEAD_WIDTH, width));
    }
  }

  /** Returns the model of a depth, whose width grows with it. */
  public static ModelFamily ofDepth(int depth) {
    return new ModelFamily(ModelShape.Kind.LLAMA, depth, WIDTH_OF_A_BLOCK * depth);
  }

  /** Returns the same sizes by GPT-2's formulas. */
  public ModelFamily asGpt2() {
    return new ModelFamily(ModelShape.Kind.GPT2, depth, width);
  }

  /** Returns half the depth with the width that gives about as many parameters. */
  public ModelFamily shallower() {
    int wider = (int) Math.round(width * Math.sqrt(2) / HEAD_WIDTH) * HEAD_WIDTH;
    return new ModelFamily(kind, Math.max(1, depth / 2), wider);
  }

  /** Returns how many tokens a sequence has. */
  public int context() {
    return depth <= 2 ? 128 : depth <= 6 ? 256 : 512;
  }

  /**
   * Returns how many tokens a step learns from: more where a run is long, since many small steps
   * take a short one further.
   *
   * @param tokens of the whole run
   */
  public int tokensOfAStep(long tokens) {
    int most = depth <= 2 ? 2048 : depth <= 6 ? 4096 : 16_384;
    long sequences = tokens / WANTED_STEPS / context();
    return context() * Math.clamp(sequences, FEWEST_SEQUENCES, most / context());
  }

  /** Returns the sizes. */
  public ModelShape shape() {
    return new ModelShape(kind, depth, width / HEAD_WIDTH, width, context(), false);
  }

  /**
   * Returns a recipe that trains the model.
   *
   * @param tokens from how many it learns
   */
  public Recipe recipe(long tokens) throws IOException {
    return Recipe.parse(text(tokens), Path.of("the plan"));
  }

  private String text(long tokens) {
    int tokensOfAStep = tokensOfAStep(tokens);
    long steps = Math.clamp(tokens / tokensOfAStep, 1L, Integer.MAX_VALUE);
    double rate = RATE * Math.sqrt((double) RATE_WIDTH / width);
    return String.format(
        Locale.ROOT,
        """
        tokenizer:
          kind: bytes

        model:
          architecture: %s
          layers: %d
          heads: %d
          width: %d
          context: %d

        training:
          batch: %d
          steps: %d
          schedule: cosine
          rate: %.3g
          lowestRate: %.3g
          warmUp: %d
          evaluateEvery: %d
        """,
        kind.architecture(),
        depth,
        width / HEAD_WIDTH,
        width,
        context(),
        tokensOfAStep / context(),
        steps,
        rate,
        LOWEST_SHARE * rate,
        (long) (WARM_UP_SHARE * steps),
        Math.max(1, steps / 10));
  }
}
