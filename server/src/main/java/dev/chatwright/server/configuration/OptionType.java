package dev.chatwright.server.configuration;

import java.util.Optional;

/**
 * What values an option takes.
 *
 * <p>Implementations are immutable.
 *
 * @param <T> what a value becomes
 */
interface OptionType<T> {

  /** Returns the values in words, such as {@code a whole number from 1 to 64}. */
  String expected();

  /** Returns what a value means; empty for one that this type does not take. */
  Optional<T> read(OptionValue written);

  /** Returns a value as it would be written. */
  String write(T value);
}
