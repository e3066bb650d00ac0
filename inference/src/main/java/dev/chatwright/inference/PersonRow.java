package dev.chatwright.inference;

import dev.chatwright.inference.RequestQueue.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The requests of one person that wait: those of one key in the order in which they came, the keys
 * by turns.
 *
 * <p>Confined to the holder of the engine's lock.
 */
final class PersonRow {
  /** What was served last stands last; none is empty. */
  private final Map<Requester, Deque<Waiting>> keys = new LinkedHashMap<>();

  boolean isEmpty() {
    return keys.isEmpty();
  }

  int size() {
    return keys.values().stream().mapToInt(Deque::size).sum();
  }

  int size(Requester requester) {
    return keys.getOrDefault(requester, new ArrayDeque<>()).size();
  }

  void add(Waiting one) {
    keys.computeIfAbsent(one.requester(), _ -> new ArrayDeque<>()).add(one);
  }

  /** Returns whose turn it is; the row must not be empty. */
  Waiting first() {
    return keys.values().iterator().next().getFirst();
  }

  /** Takes out a request; what came with the same key waits behind that of the others. */
  void remove(Waiting one) {
    Deque<Waiting> own = keys.remove(one.requester());
    if (own == null) {
      return;
    }
    own.remove(one);
    if (!own.isEmpty()) {
      keys.put(one.requester(), own);
    }
  }

  /** Takes out some, wherever they stand. */
  void removeIf(Predicate<Waiting> unwanted, Consumer<Waiting> end) {
    for (Iterator<Deque<Waiting>> all = keys.values().iterator(); all.hasNext(); ) {
      Deque<Waiting> own = all.next();
      List<Waiting> gone = own.stream().filter(unwanted).toList();
      own.removeAll(gone);
      gone.forEach(end);
      if (own.isEmpty()) {
        all.remove();
      }
    }
  }
}
