package dev.chatwright.tokenizer.template;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A string that knows for each of its characters who wrote it.
 *
 * <p>Two texts are equal if their characters are. Immutable.
 */
final class Text implements Value, Comparable<Text> {
  static final Text EMPTY = new Text("", new int[0], new int[0]);

  private final String string;

  /** Where each run of one origin ends; ascending, the last is the length. */
  private final int[] ends;

  private final int[] origins;

  private Text(String string, int[] ends, int[] origins) {
    this.string = string;
    this.ends = ends;
    this.origins = origins;
  }

  static Text of(String string, int origin) {
    return string.isEmpty()
        ? EMPTY
        : new Text(string, new int[] {string.length()}, new int[] {origin});
  }

  static Text ofTemplate(String string) {
    return of(string, Origin.TEMPLATE);
  }

  String string() {
    return string;
  }

  int length() {
    return string.length();
  }

  int codePoints() {
    return string.codePointCount(0, string.length());
  }

  /** Returns the origin of the whole: that of its parts if they agree. */
  int origin() {
    int merged = Origin.TEMPLATE;
    for (int origin : origins) {
      merged = Origin.merge(merged, origin);
    }
    return merged;
  }

  int originAt(int index) {
    return origins[runAt(index)];
  }

  int runs() {
    return ends.length;
  }

  int runStart(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  int runEnd(int run) {
    return ends[run];
  }

  int runOrigin(int run) {
    return origins[run];
  }

  Text slice(int from, int to) {
    if (from == 0 && to == string.length()) {
      return this;
    }
    return new Builder().append(this, from, to).build();
  }

  Text plus(Text other) {
    return new Builder().append(this).append(other).build();
  }

  /** Returns the text with each run changed on its own, so that origins stay where they were. */
  Text map(UnaryOperator<String> change) {
    Builder builder = new Builder();
    for (int run = 0; run < ends.length; run++) {
      builder.append(change.apply(string.substring(runStart(run), ends[run])), origins[run]);
    }
    return builder.build();
  }

  private int runAt(int index) {
    int found = Arrays.binarySearch(ends, index);
    return found >= 0 ? found + 1 : -found - 1;
  }

  @Override
  public int compareTo(Text other) {
    return string.compareTo(other.string);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && string.equals(text.string);
  }

  @Override
  public int hashCode() {
    return string.hashCode();
  }

  @Override
  public String toString() {
    return string;
  }

  /** Fails if a text of {@code length} characters is longer than any may be. */
  static void requireRoom(long length) {
    if (length > TemplateLimits.TEXT_CHARACTERS) {
      throw TemplateFailure.limit(
          "a text grew over %d characters".formatted(TemplateLimits.TEXT_CHARACTERS));
    }
  }

  /** Joins pieces, merging neighbours of one origin. Confined to one thread. */
  static final class Builder {
    private final StringBuilder characters = new StringBuilder();
    private int[] ends = new int[4];
    private int[] origins = new int[4];
    private int runs;

    int length() {
      return characters.length();
    }

    Builder append(Text text) {
      return append(text, 0, text.length());
    }

    Builder append(Text text, int from, int to) {
      if (from >= to) {
        return this;
      }
      for (int run = text.runAt(from); run < text.ends.length && text.runStart(run) < to; run++) {
        int start = Math.max(from, text.runStart(run));
        append(text.string, start, Math.min(to, text.ends[run]), text.origins[run]);
      }
      return this;
    }

    Builder append(String piece, int origin) {
      return append(piece, 0, piece.length(), origin);
    }

    private Builder append(String source, int from, int to, int origin) {
      if (from == to) {
        return this;
      }
      requireRoom(characters.length() + (long) (to - from));
      characters.append(source, from, to);
      if (runs == 0 || origins[runs - 1] != origin) {
        addRun(origin);
      }
      ends[runs - 1] = characters.length();
      return this;
    }

    private void addRun(int origin) {
      if (runs == ends.length) {
        ends = Arrays.copyOf(ends, runs * 2);
        origins = Arrays.copyOf(origins, runs * 2);
      }
      origins[runs++] = origin;
    }

    Text build() {
      return runs == 0
          ? EMPTY
          : new Text(
              characters.toString(), Arrays.copyOf(ends, runs), Arrays.copyOf(origins, runs));
    }
  }
}
