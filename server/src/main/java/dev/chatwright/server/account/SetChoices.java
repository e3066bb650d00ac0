package dev.chatwright.server.account;

import dev.chatwright.server.generation.PersonalChoices;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Tells what people have set for their replies.
 *
 * <p>Safe for use by several threads.
 */
public final class SetChoices implements PersonalChoices {
  private final Settings settings;

  /** Creates the source. */
  public SetChoices(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Usual of(String personId) {
    Map<String, Object> set = settings.of(personId);
    return new Usual(
        text(set, "model"),
        text(set, "persona_id"),
        text(set, "system_prompt"),
        set.get("temperature") instanceof Number number
            ? OptionalDouble.of(number.doubleValue())
            : OptionalDouble.empty(),
        set.get("max_tokens") instanceof Number number
            ? OptionalInt.of(number.intValue())
            : OptionalInt.empty(),
        !Boolean.FALSE.equals(set.get("titles")));
  }

  private static Optional<String> text(Map<String, Object> set, String name) {
    return set.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
