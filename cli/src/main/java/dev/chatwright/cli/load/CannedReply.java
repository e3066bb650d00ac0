package dev.chatwright.cli.load;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A reply that is known before it is written: it counts words, one after each pause, or tells the
 * time as often. Some letters take several bytes.
 *
 * <p>Immutable.
 *
 * @param words how many words there are
 * @param pause how long each takes
 * @param timed whether each word is its number and the moment at which it is said, see {@link #now}
 */
record CannedReply(int words, Duration pause, boolean timed) {
  private static final int MOST_DIGITS = 6;
  private static final Pattern WISH =
      Pattern.compile(
          "(count|time) (\\d{1,%d}) words, one each (\\d{1,%d}) µs"
              .formatted(MOST_DIGITS, MOST_DIGITS));
  private static final CannedReply SHORT = new CannedReply(3, Duration.ZERO);

  /** Creates a reply that counts. */
  CannedReply(int words, Duration pause) {
    this(words, pause, false);
  }

  /**
   * Returns the reply that a question wishes for, the last if it wishes for several, as two
   * questions do between which no reply came; a short one if it wishes for none.
   */
  static CannedReply askedBy(String question) {
    return WISH.matcher(question).results().map(CannedReply::of).reduce(SHORT, (_, last) -> last);
  }

  private static CannedReply of(MatchResult wish) {
    return new CannedReply(
        Integer.parseInt(wish.group(2)),
        Duration.ofNanos(1000L * Integer.parseInt(wish.group(3))),
        wish.group(1).equals("time"));
  }

  /** Returns the words by which a question wishes for this reply. */
  String wish() {
    return "%s %d words, one each %d µs"
        .formatted(timed ? "time" : "count", words, pause.toNanos() / 1000);
  }

  /** Returns what is said after so many words. */
  String say(int index) {
    return timed ? "%d@%d ".formatted(index, now()) : word(index);
  }

  /** Returns the microseconds since 1970, which two processes of a machine agree on. */
  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** Returns a word; no two are alike. */
  static String word(int index) {
    return "wörd" + index + " ";
  }

  /** Returns whether a text is the beginning of this reply, up to the end of a word. */
  boolean beginsWith(String text) {
    StringBuilder begun = new StringBuilder();
    for (int i = 0; i < words && begun.length() < text.length(); i++) {
      begun.append(word(i));
    }
    return begun.toString().equals(text);
  }

  /** Returns whether a text is this reply, to its last word. */
  boolean isWhole(String text) {
    return beginsWith(text) && text.endsWith(word(words - 1));
  }
}
