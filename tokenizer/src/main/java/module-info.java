import org.jspecify.annotations.NullMarked;

/** Text to tokens and back, and the chat templates that turn a conversation into text. */
@NullMarked
module dev.chatwright.tokenizer {
  requires static transitive org.jspecify;

  exports dev.chatwright.tokenizer;
  exports dev.chatwright.tokenizer.template;
}
