import org.jspecify.annotations.NullMarked;

/** Models from texts: data, optimisers, schedules, and runs that can be continued. */
@NullMarked
module dev.chatwright.training {
  requires transitive dev.chatwright.inference;
  requires transitive dev.chatwright.model;
  requires transitive dev.chatwright.tensor;
  requires transitive dev.chatwright.checkpoint;
  requires transitive dev.chatwright.tokenizer;
  requires jdk.management;
  requires org.yaml.snakeyaml;
  requires static transitive org.jspecify;

  exports dev.chatwright.training;
  exports dev.chatwright.training.data;
  exports dev.chatwright.training.optimizer;
  exports dev.chatwright.training.preference;
  exports dev.chatwright.training.privacy;
  exports dev.chatwright.training.runs;
}
