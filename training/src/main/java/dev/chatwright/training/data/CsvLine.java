package dev.chatwright.training.data;

import java.util.ArrayList;
import java.util.List;

/** The values of a row of CSV, which may take several lines. Confined to one thread. */
final class CsvLine {
  private static final int MOST_VALUES = 1000;

  private final char comma;
  private final Place place;
  private final List<String> values = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();
  private boolean quoted;

  CsvLine(char comma, Place place) {
    this.comma = comma;
    this.place = place;
  }

  /** Returns whether the row goes on in the next line. */
  boolean open() {
    return quoted;
  }

  /** Adds a line. */
  void add(String line) throws DataException {
    if (quoted) {
      value.append('\n');
    }
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (quoted && line.startsWith("\"\"", i)) {
        value.append('"');
        i++;
      } else if (letter == '"' && (quoted || value.isEmpty())) {
        quoted = !quoted;
      } else if (letter == comma && !quoted) {
        endValue();
      } else {
        value.append(letter);
      }
    }
    if (!quoted) {
      endValue();
    }
  }

  private void endValue() throws DataException {
    if (values.size() == MOST_VALUES) {
      throw DataException.at(
          place, "found more than %d values, which is the most of a row".formatted(MOST_VALUES));
    }
    values.add(value.toString());
    value.setLength(0);
  }

  List<String> values() {
    return values;
  }
}
