package dev.chatwright.model;

/**
 * One layer of a transformer: attention, then feed-forward, each added to its input.
 *
 * <p>Immutable.
 */
record Block(Residual attention, Residual feedForward) {

  void forward(ForwardPass pass) {
    attention.forward(pass);
    feedForward.forward(pass);
  }

  static Block read(ArchSpec spec, int layer, WeightReader weights) {
    String prefix = "blk." + layer + ".";
    return new Block(
        Residual.read(
            spec,
            prefix,
            new NormNames("attn_norm", "post_attention_norm", "attn_output_norm"),
            SelfAttention.read(spec, layer, prefix, weights),
            weights),
        Residual.read(
            spec,
            prefix,
            new NormNames("ffn_norm", "post_ffw_norm", "layer_output_norm"),
            FeedForward.read(spec, prefix, weights),
            weights));
  }

  /** What the norms before, after and behind the addition are called. */
  record NormNames(String before, String after, String afterAddition) {}
}
