package dev.chatwright.dialogue.transfer;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Ids and parents of messages in a list. Where no message names a parent, each follows the one
 * before it. Confined to one thread.
 */
final class MessageChain {
  /** What exports name as the parent of a first message. */
  private static final Pattern NOTHING = Pattern.compile("0{8}-0{4}-[04]0{3}-[08]0{3}-0{12}");

  /**
   * A message's place.
   *
   * @param id its id, made up where it has none
   * @param parentId what it follows
   */
  record Link(String id, Optional<String> parentId) {}

  private final String idName;
  private final String parentName;
  private final boolean namesParents;
  private Optional<String> before = Optional.empty();
  private int count;

  private MessageChain(String idName, String parentName, boolean namesParents) {
    this.idName = idName;
    this.parentName = parentName;
    this.namesParents = namesParents;
  }

  static MessageChain of(JsonNode messages, String idName, String parentName) {
    boolean names =
        messages.valueStream().anyMatch(message -> JsonValue.text(message, parentName).isPresent());
    return new MessageChain(idName, parentName, names);
  }

  Link next(JsonNode message) {
    String id = JsonValue.text(message, idName).orElse("message " + count);
    Optional<String> parent = namesParents ? named(message) : before;
    before = Optional.of(id);
    count++;
    return new Link(id, parent);
  }

  private Optional<String> named(JsonNode message) {
    return JsonValue.text(message, parentName).filter(id -> !NOTHING.matcher(id).matches());
  }
}
