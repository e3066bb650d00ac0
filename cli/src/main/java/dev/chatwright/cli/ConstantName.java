package dev.chatwright.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant by the name that people type, which is in lower case. Immutable.
 *
 * @param <E> of which it is one
 * @param type of which it is one
 */
record ConstantName<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
  /** Has a command and those below it read all constants so that have no other way. */
  static void readBy(CommandLine command) {
    command.getCommandSpec().args().stream()
        .filter(argument -> argument.converters().length == 0)
        .map(ArgSpec::auxiliaryTypes)
        .flatMap(Arrays::stream)
        .filter(Class::isEnum)
        .forEach(type -> register(command, type.asSubclass(Enum.class)));
    command.getSubcommands().values().forEach(ConstantName::readBy);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // every enum's class is one of its own constants
  private static void register(CommandLine command, Class<? extends Enum> type) {
    command.registerConverter((Class) type, new ConstantName(type));
  }

  @Override
  public E convert(String typed) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(typed))
        .findFirst()
        .orElseThrow(() -> wrong(typed));
  }

  private TypeConversionException wrong(String typed) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new TypeConversionException("expected one of %s, got \"%s\"".formatted(names, typed));
  }
}
