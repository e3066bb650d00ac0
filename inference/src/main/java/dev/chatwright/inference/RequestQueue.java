package dev.chatwright.inference;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The requests that wait for their turn.
 *
 * <p>Interactive ones go before jobs. Among those of one priority the next is of whoever has the
 * fewest replies computed now, and of several such the one whose turn is longest ago; each person's
 * own go in the order in which they came. Confined to the holder of the engine's lock.
 */
final class RequestQueue {
  /** The most requests that may wait. */
  static final int MAX_WAITING = 256;

  /** The most of one requester, a person or one of their keys: none fills the queue alone. */
  static final int MAX_WAITING_OF_ONE = 128;

  /** Whoever was served last stands last. */
  private final Map<Priority, Map<Requester, Deque<Waiting>>> rows = new EnumMap<>(Priority.class);

  private final Map<Requester, Integer> counts = new HashMap<>();
  private int size;

  /**
   * A request and where its reply goes.
   *
   * @param adapter what it names, which it keeps to its end
   * @param deadline when it ends at the latest, by the engine's clock
   */
  record Waiting(
      GenerationRequest request,
      Optional<AttachedAdapter> adapter,
      EventQueue events,
      long deadline) {
    Requester requester() {
      return request.terms().requester();
    }

    CacheScope scope() {
      return CacheScope.of(request.terms(), adapter);
    }
  }

  RequestQueue() {
    for (Priority priority : Priority.values()) {
      rows.put(priority, new LinkedHashMap<>());
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns how many may wait, if one more of somebody's would be too many. */
  Optional<Integer> limitReachedBy(Requester requester) {
    if (size >= MAX_WAITING) {
      return Optional.of(MAX_WAITING);
    }
    return counts.getOrDefault(requester, 0) >= MAX_WAITING_OF_ONE
        ? Optional.of(MAX_WAITING_OF_ONE)
        : Optional.empty();
  }

  void add(Waiting one) {
    row(one).computeIfAbsent(one.requester(), _ -> new ArrayDeque<>()).add(one);
    counts.merge(one.requester(), 1, Integer::sum);
    size++;
  }

  private Map<Requester, Deque<Waiting>> row(Waiting one) {
    return Objects.requireNonNull(rows.get(one.request().terms().priority()));
  }

  /**
   * Returns whose turn it is, and leaves it where it is.
   *
   * @param running how many replies of somebody's are being computed
   */
  Optional<Waiting> next(ToIntFunction<Requester> running) {
    for (var row : rows.values()) {
      Optional<Requester> first = row.keySet().stream().min(Comparator.comparingInt(running));
      if (first.isPresent()) {
        return Optional.ofNullable(row.get(first.get())).map(Deque::getFirst);
      }
    }
    return Optional.empty();
  }

  /** Takes out what {@link #next} returned; others of the same person wait behind everybody's. */
  void remove(Waiting one) {
    var row = row(one);
    Deque<Waiting> own = row.remove(one.requester());
    if (own != null) {
      own.remove(one);
      count(one);
      if (!own.isEmpty()) {
        row.put(one.requester(), own);
      }
    }
  }

  private void count(Waiting gone) {
    size--;
    counts.compute(gone.requester(), (_, count) -> count == null || count == 1 ? null : count - 1);
  }

  /** Takes out some, wherever they stand. */
  void removeIf(Predicate<Waiting> unwanted, Consumer<Waiting> end) {
    for (var row : rows.values()) {
      for (Iterator<Deque<Waiting>> all = row.values().iterator(); all.hasNext(); ) {
        Deque<Waiting> own = all.next();
        List<Waiting> gone = own.stream().filter(unwanted).toList();
        own.removeAll(gone);
        gone.forEach(this::count);
        gone.forEach(end);
        if (own.isEmpty()) {
          all.remove();
        }
      }
    }
  }
}
