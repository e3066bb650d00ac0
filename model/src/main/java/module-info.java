import org.jspecify.annotations.NullMarked;

/** The network: architectures as data, the layers that interpret them, and the key-value cache. */
@NullMarked
module dev.chatwright.model {
  requires transitive dev.chatwright.tensor;
  requires static transitive org.jspecify;

  exports dev.chatwright.model;
  exports dev.chatwright.model.training;
}
