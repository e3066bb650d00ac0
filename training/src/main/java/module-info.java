import org.jspecify.annotations.NullMarked;

/** Models from texts: data, optimisers, schedules, and runs that can be continued. */
@NullMarked
@SuppressWarnings("requires-automatic") // Hardwood has a name but no module descriptor
module dev.chatwright.training {
  requires transitive dev.chatwright.model;
  requires transitive dev.chatwright.tensor;
  requires transitive dev.chatwright.checkpoint;
  requires transitive dev.chatwright.tokenizer;
  requires dev.hardwood.core;
  requires jdk.management;
  requires org.yaml.snakeyaml;
  requires static transitive org.jspecify;

  exports dev.chatwright.training;
  exports dev.chatwright.training.data;
}
