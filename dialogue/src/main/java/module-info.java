import org.jspecify.annotations.NullMarked;

/**
 * Conversations as trees, what of them a model is given, and how they are imported and exported.
 */
@NullMarked
module dev.chatwright.dialogue {
  requires static transitive org.jspecify;
  requires tools.jackson.databind;

  exports dev.chatwright.dialogue;
}
