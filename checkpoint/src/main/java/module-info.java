import org.jspecify.annotations.NullMarked;

/** Model files: reading, writing, storing and fetching them. */
@NullMarked
module dev.chatwright.checkpoint {
  requires transitive dev.chatwright.tensor;
  requires transitive tools.jackson.databind;
  requires java.net.http;
  requires static transitive org.jspecify;

  exports dev.chatwright.checkpoint;
}
