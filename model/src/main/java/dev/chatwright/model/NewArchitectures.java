package dev.chatwright.model;

/** Makes architectures of sizes alone, for models that are yet to be trained. */
final class NewArchitectures {
  private static final double ROTARY_BASE = 10_000;
  private static final float EPSILON = 1e-5f;

  private NewArchitectures() {}

  static ArchSpec of(String name, ModelSizes sizes) {
    Traits traits = Traits.of("architecture", name);
    if (traits.encoder()) {
      throw new ModelException("a new model must be one that writes, found \"%s\"".formatted(name));
    }
    return new ArchSpec(
        name,
        sizes.layers(),
        sizes.width(),
        sizes.contextLength(),
        new EmbeddingSpec(
            sizes.vocabularySize(),
            traits.embeddingScale(sizes.width()),
            traits.learnedPositions() ? sizes.contextLength() : 0,
            0,
            false),
        attention(traits, sizes),
        new FeedForwardSpec(sizes.feedForwardWidth(), traits.activation(), traits.gated()),
        new NormSpec(traits.norm(), traits.placement(), EPSILON, 0),
        0);
  }

  private static AttentionSpec attention(Traits traits, ModelSizes sizes) {
    int headWidth = sizes.width() / sizes.heads();
    RotarySpec rotary =
        traits.learnedPositions()
            ? RotarySpec.NONE
            : new RotarySpec(
                headWidth, ROTARY_BASE, traits.interleavedInGguf(), new RotaryScaling.None());
    int window = traits.globalEvery() > 0 ? sizes.window() : 0;
    return new AttentionSpec(
        sizes.heads(),
        sizes.heads(),
        headWidth,
        (float) (1 / Math.sqrt(headWidth)),
        0,
        true,
        traits.bias(),
        traits.queryKeyNorm(),
        Windows.pattern(sizes.layers(), window, traits.globalEvery()),
        rotary,
        rotary);
  }
}
