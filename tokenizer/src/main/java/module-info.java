import org.jspecify.annotations.NullMarked;

/** Text to tokens and back. */
@NullMarked
module dev.chatwright.tokenizer {
  requires static transitive org.jspecify;
  requires tools.jackson.databind;

  exports dev.chatwright.tokenizer;
  exports dev.chatwright.tokenizer.template;
  exports dev.chatwright.tokenizer.training;
}
