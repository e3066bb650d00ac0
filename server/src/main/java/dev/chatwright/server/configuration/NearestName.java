package dev.chatwright.server.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that somebody who mistyped one probably meant. */
final class NearestName {
  private static final int MOST_LETTERS = 100;

  private NearestName() {}

  static Optional<String> of(String typed, List<String> names) {
    if (typed.length() > MOST_LETTERS) {
      return Optional.empty();
    }
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 2));
  }

  /** Returns how many letters must be added, taken away or changed (Levenshtein 1966). */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
