import org.jspecify.annotations.NullMarked;

/** Text from a model: loading, sampling, stopping, batching, and measuring. */
@NullMarked
module dev.chatwright.inference {
  requires static transitive org.jspecify;
  requires transitive dev.chatwright.tokenizer;
  requires dev.chatwright.tensor;

  exports dev.chatwright.inference;
}
