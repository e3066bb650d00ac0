package dev.chatwright.server.attachment;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a file, stored sealed: its name tells as much as its text.
 *
 * <p>Immutable.
 *
 * @param name what it is called
 * @param mediaType what it is
 * @param failure why it could not be read, for the person
 * @param note what was left out
 * @param pages how many pages or parts it has
 * @param width in pixels, of an image
 * @param height in pixels, of an image
 */
record About(
    String name,
    String mediaType,
    Optional<String> failure,
    Optional<String> note,
    OptionalInt pages,
    OptionalInt width,
    OptionalInt height) {

  static About unread(String name) {
    return new About(
        name,
        "application/octet-stream",
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  About failed(String reason) {
    return new About(
        name,
        mediaType,
        Optional.of(reason),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  About document(String type, int pageCount, String leftOut) {
    return new About(
        name,
        type,
        Optional.empty(),
        Optional.of(leftOut).filter(text -> !text.isEmpty()),
        OptionalInt.of(pageCount),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  About image(String type, int wide, int high) {
    return new About(
        name,
        type,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.of(wide),
        OptionalInt.of(high));
  }
}
