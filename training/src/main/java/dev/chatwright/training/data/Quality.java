package dev.chatwright.training.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Holds texts against {@link QualityRules}. Immutable. */
record Quality(QualityRules rules) {

  /** Returns why a text is left out, or empty if it is not. */
  Optional<DropReason> judge(String text, Words words) {
    if (words.count() < rules.minWords()) {
      return Optional.of(DropReason.TOO_SHORT);
    }
    if (words.count() > rules.maxWords()) {
      return Optional.of(DropReason.TOO_LONG);
    }
    if (words.count() == 0) {
      return Optional.empty();
    }
    if (hasOddWords(words)) {
      return Optional.of(DropReason.ODD_WORDS);
    }
    if (words.withLetter() < rules.minLetterShare() * words.count()) {
      return Optional.of(DropReason.FEW_LETTERS);
    }
    if (symbols(text) > rules.maxSymbolShare() * words.count()) {
      return Optional.of(DropReason.SYMBOLS);
    }
    if (repeatsLines(text)) {
      return Optional.of(DropReason.REPEATED_LINES);
    }
    return Repetition.exceeds(words, rules.repetition())
        ? Optional.of(DropReason.REPEATED_WORDS)
        : Optional.empty();
  }

  private boolean hasOddWords(Words words) {
    double mean = (double) words.characters() / words.count();
    return !words.areMostlyIdeographs()
        && (mean < rules.minMeanLength() || mean > rules.maxMeanLength());
  }

  private static int symbols(String text) {
    int numberSigns = 0;
    int ellipses = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      numberSigns += letter == '#' ? 1 : 0;
      boolean dots = text.startsWith("...", i) && (i == 0 || text.charAt(i - 1) != '.');
      ellipses += letter == '…' || dots ? 1 : 0;
    }
    return Math.max(numberSigns, ellipses);
  }

  private boolean repeatsLines(String text) {
    Set<String> seen = new HashSet<>();
    long[] lines = new long[2]; // all, repeated
    long[] characters = new long[2];
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              int repeated = seen.add(line) ? 0 : 1;
              lines[0]++;
              lines[1] += repeated;
              characters[0] += line.length();
              characters[1] += (long) repeated * line.length();
            });
    return lines[1] > rules.maxRepeatedLines() * lines[0]
        || characters[1] > rules.maxRepeatedLines() * characters[0];
  }
}
