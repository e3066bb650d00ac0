package dev.chatwright.training.data;

/**
 * An example and where it begins.
 *
 * @param example the example
 * @param place its first line, or its row
 */
public record PlacedExample(Example example, Place place) {
  /** Returns in a word what kind of row it is, for people. */
  public String kind() {
    return switch (example) {
      case TextExample _ -> "text";
      case ChatExample _ -> "chat";
      case PreferenceExample _ -> "preference";
      case RatedExample _ -> "rated";
    };
  }
}
