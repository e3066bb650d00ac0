package dev.chatwright.cli;

import dev.chatwright.checkpoint.Quantizer;
import dev.chatwright.tensor.ElementType;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an element type that can be written; more can be read. */
final class WritableType implements ITypeConverter<ElementType> {
  @Override
  public ElementType convert(String name) {
    return writable()
        .filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s but was '%s'"
                        .formatted(
                            writable().map(ElementType::name).collect(Collectors.joining(", ")),
                            name)));
  }

  private static Stream<ElementType> writable() {
    return Stream.of(ElementType.values()).filter(Quantizer::canWrite);
  }
}
