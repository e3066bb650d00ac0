import org.jspecify.annotations.NullMarked;

/** Text from a model: loading, sampling, stopping, batching, and measuring. */
@NullMarked
module dev.chatwright.inference {
  requires static transitive org.jspecify;
  requires transitive dev.chatwright.tokenizer;
  requires transitive dev.chatwright.model;
  requires transitive dev.chatwright.checkpoint;
  requires dev.chatwright.tensor;
  requires jdk.management;
  requires tools.jackson.databind;

  exports dev.chatwright.inference;
  exports dev.chatwright.inference.adapter;
  exports dev.chatwright.inference.export;
  exports dev.chatwright.inference.spill;
}
