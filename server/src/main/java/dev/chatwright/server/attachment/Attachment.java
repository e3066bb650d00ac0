package dev.chatwright.server.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An attachment as the API shows it.
 *
 * <p>Immutable.
 *
 * @param id the attachment
 * @param name what the file is called
 * @param mediaType what it is
 * @param sizeBytes how large the file was when it was sent
 * @param kind {@code document} or {@code image}
 * @param state {@code reading}, {@code ready} or {@code failed}
 * @param failure why it could not be read
 * @param note what was left out
 * @param pages how many pages or parts it has
 * @param width in pixels, of an image
 * @param height in pixels, of an image
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Attachment(
    String id,
    String name,
    String mediaType,
    long sizeBytes,
    String kind,
    String state,
    Optional<String> failure,
    Optional<String> note,
    OptionalInt pages,
    OptionalInt width,
    OptionalInt height) {

  static Attachment of(
      String id, AttachmentKind kind, AttachmentState state, long sizeBytes, About about) {
    return new Attachment(
        id,
        about.name(),
        about.mediaType(),
        sizeBytes,
        kind.wireName(),
        state.wireName(),
        about.failure(),
        about.note(),
        about.pages(),
        about.width(),
        about.height());
  }
}
