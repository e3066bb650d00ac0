package dev.chatwright.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a whole number as people type it; what is none, or too large, is told with the range.
 *
 * <p>Immutable.
 *
 * @param <N> what it becomes
 * @param parse reads digits
 */
record WholeNumber<N>(Function<String, N> parse, N least, N most) implements ITypeConverter<N> {
  /** Has a command and those below it read all whole numbers so. */
  static void readBy(CommandLine command) {
    var ints = new WholeNumber<>(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
    var longs = new WholeNumber<>(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
    command.registerConverter(int.class, ints).registerConverter(Integer.class, ints);
    command.registerConverter(long.class, longs).registerConverter(Long.class, longs);
  }

  @Override
  public N convert(String typed) {
    try {
      return parse.apply(typed);
    } catch (NumberFormatException _) {
      throw new TypeConversionException(
          "expected a whole number from %s to %s, got \"%s\"".formatted(least, most, typed));
    }
  }
}
