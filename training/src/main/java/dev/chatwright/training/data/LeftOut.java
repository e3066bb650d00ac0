package dev.chatwright.training.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows of a file from which nothing is learnt.
 *
 * <p>Immutable.
 *
 * @param dropped how many there are for each reason that occurs; copied
 * @param problems where the first of them stand, and what is wrong with each; copied
 */
public record LeftOut(Map<DropReason, Long> dropped, List<String> problems) {
  /** Every row is learnt from. */
  public static final LeftOut NONE = new LeftOut(Map.of(), List.of());

  /** Copies both. */
  public LeftOut {
    Map<DropReason, Long> copy = new EnumMap<>(DropReason.class);
    copy.putAll(dropped);
    dropped = Collections.unmodifiableMap(copy);
    problems = List.copyOf(problems);
  }

  /** Returns how many rows there are. */
  public long rows() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the counts by the reasons' names, as files and programs have them. */
  public Map<String, Long> byName() {
    Map<String, Long> named = new TreeMap<>();
    dropped.forEach((reason, count) -> named.put(reason.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  /** Returns the counts in words, such as {@code 3 incomplete, 1 too long}. */
  public String describe() {
    return byName().entrySet().stream()
        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey().replace('_', ' ')))
        .collect(Collectors.joining(", "));
  }
}
