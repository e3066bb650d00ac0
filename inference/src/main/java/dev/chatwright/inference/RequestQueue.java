package dev.chatwright.inference;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The requests that wait for their turn.
 *
 * <p>Interactive ones go before jobs. Among those of one priority the next is of whichever person
 * has the fewest replies computed now, and of several such the one whose turn is longest ago; each
 * person's own are a {@link PersonRow}. Confined to the holder of the engine's lock.
 */
final class RequestQueue {
  /** The most requests that may wait. */
  static final int MAX_WAITING = 256;

  /** The most of one person, with whatever keys: none fills the queue alone. */
  static final int MAX_WAITING_OF_ONE = 128;

  /** The most with one key: a program does not take all places of the person whose it is. */
  static final int MAX_WAITING_OF_KEY = 96;

  /** By person; whoever was served last stands last, and no row is empty. */
  private final Map<Priority, Map<String, PersonRow>> rows = new EnumMap<>(Priority.class);

  /**
   * A request and where its reply goes.
   *
   * @param adapter what it names, which it keeps to its end
   * @param deadline when it ends at the latest, by the engine's clock
   * @param tokens those of the prompt, which the reply takes over
   */
  record Waiting(
      GenerationRequest request,
      Optional<AttachedAdapter> adapter,
      EventQueue events,
      long deadline,
      TokenList tokens) {
    Requester requester() {
      return request.terms().requester();
    }

    CacheScope scope() {
      return CacheScope.of(request, adapter);
    }
  }

  RequestQueue() {
    for (Priority priority : Priority.values()) {
      rows.put(priority, new LinkedHashMap<>());
    }
  }

  int size() {
    return rows.values().stream()
        .flatMap(people -> people.values().stream())
        .mapToInt(PersonRow::size)
        .sum();
  }

  boolean isEmpty() {
    return rows.values().stream().allMatch(Map::isEmpty);
  }

  /** Returns how many may wait, if one more of somebody's would be too many. */
  Optional<Integer> limitReachedBy(Requester requester) {
    if (size() >= MAX_WAITING) {
      return Optional.of(MAX_WAITING);
    }
    if (of(requester).mapToInt(PersonRow::size).sum() >= MAX_WAITING_OF_ONE) {
      return Optional.of(MAX_WAITING_OF_ONE);
    }
    int ofKey = of(requester).mapToInt(row -> row.size(requester)).sum();
    return !requester.key().isEmpty() && ofKey >= MAX_WAITING_OF_KEY
        ? Optional.of(MAX_WAITING_OF_KEY)
        : Optional.empty();
  }

  private Stream<PersonRow> of(Requester requester) {
    return rows.values().stream()
        .flatMap(people -> Stream.ofNullable(people.get(requester.person())));
  }

  void add(Waiting one) {
    people(one).computeIfAbsent(one.requester().person(), _ -> new PersonRow()).add(one);
  }

  private Map<String, PersonRow> people(Waiting one) {
    return Objects.requireNonNull(rows.get(one.request().terms().priority()));
  }

  /**
   * Returns whose turn it is, and leaves it where it is.
   *
   * @param running how many replies of a person's are being computed
   */
  Optional<Waiting> next(ToIntFunction<String> running) {
    return rows.values().stream()
        .filter(people -> !people.isEmpty())
        .findFirst()
        .flatMap(
            people ->
                people.keySet().stream().min(Comparator.comparingInt(running)).map(people::get))
        .map(PersonRow::first);
  }

  /** Takes out what {@link #next} returned; others of the same person wait behind everybody's. */
  void remove(Waiting one) {
    Map<String, PersonRow> people = people(one);
    PersonRow own = people.remove(one.requester().person());
    if (own != null) {
      own.remove(one);
      if (!own.isEmpty()) {
        people.put(one.requester().person(), own);
      }
    }
  }

  /** Takes out some, wherever they stand. */
  void removeIf(Predicate<Waiting> unwanted, Consumer<Waiting> end) {
    for (Map<String, PersonRow> people : rows.values()) {
      people.values().forEach(row -> row.removeIf(unwanted, end));
      people.values().removeIf(PersonRow::isEmpty);
    }
  }
}
