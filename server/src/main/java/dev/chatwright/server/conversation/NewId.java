package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import java.util.Optional;

/** The id that a client gives a new thing, so that sending again makes no second one. */
public final class NewId {
  private static final int VERSION_AT = 14;

  private NewId() {}

  /**
   * Returns the id in the field {@code id}.
   *
   * @throws ApiException if it is not an id of version 7
   */
  public static Optional<String> of(JsonFields fields) {
    Optional<String> id = fields.id("id");
    if (id.isPresent() && id.get().charAt(VERSION_AT) != '7') {
      throw refused();
    }
    return id;
  }

  /** Returns the refusal of an id; whose it is already, if anybody's, is not in it. */
  static ApiException refused() {
    return ApiException.badField("id", "'id' must be a new UUID of version 7");
  }
}
