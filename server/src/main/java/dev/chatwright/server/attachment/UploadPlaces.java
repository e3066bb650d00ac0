package dev.chatwright.server.attachment;

import java.util.HashMap;
import java.util.Map;

/**
 * The places of files that arrive: so many in all, and so many of one person, who thereby cannot
 * keep the others from sending theirs.
 *
 * <p>Safe for use by several threads.
 */
final class UploadPlaces {
  private static final int OF_ALL = 24;
  private static final int OF_ONE = 8;

  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  /** Takes one; false when there is none. Whoever got one must {@link #leave} it. */
  synchronized boolean take(String personId) {
    int own = taken.getOrDefault(personId, 0);
    if (all >= OF_ALL || own >= OF_ONE) {
      return false;
    }
    all++;
    taken.put(personId, own + 1);
    return true;
  }

  synchronized void leave(String personId) {
    all--;
    taken.computeIfPresent(personId, (_, own) -> own == 1 ? null : own - 1);
  }
}
