package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The numbers that GGUF files use for element types. */
final class GgmlType {
  private static final Map<ElementType, Integer> NUMBERS = new EnumMap<>(ElementType.class);
  private static final ElementType[] TYPES = new ElementType[64];

  static {
    add(0, ElementType.F32);
    add(1, ElementType.F16);
    add(2, ElementType.Q4_0);
    add(3, ElementType.Q4_1);
    add(6, ElementType.Q5_0);
    add(7, ElementType.Q5_1);
    add(8, ElementType.Q8_0);
    add(10, ElementType.Q2_K);
    add(11, ElementType.Q3_K);
    add(12, ElementType.Q4_K);
    add(13, ElementType.Q5_K);
    add(14, ElementType.Q6_K);
    add(20, ElementType.IQ4_NL);
    add(30, ElementType.BF16);
  }

  private GgmlType() {}

  private static void add(int number, ElementType type) {
    NUMBERS.put(type, number);
    TYPES[number] = type;
  }

  /** Returns whether {@code number} is that of a type that is read here. */
  @SuppressWarnings("ReferenceEquality") // an enum; absent entries are null
  static boolean isKnown(int number) {
    return number >= 0 && number < TYPES.length && TYPES[number] != null;
  }

  /** Returns the type with a number that {@link #isKnown}. */
  static ElementType of(int number) {
    return TYPES[number];
  }

  /** Returns the number of a type. */
  static int number(ElementType type) {
    Integer number = NUMBERS.get(type);
    if (number == null) {
      throw new IllegalArgumentException("GGUF has no number for " + type);
    }
    return number;
  }

  /** Returns the numbers that are known, for people. */
  static String allowed() {
    return Arrays.stream(ElementType.values())
        .map(type -> number(type) + " (" + type + ")")
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
