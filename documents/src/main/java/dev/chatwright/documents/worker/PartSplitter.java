package dev.chatwright.documents.worker;

/**
 * Divides a text without pages into parts: before headings, after paragraphs, and in any case
 * before a part gets long. Nothing but the line feed between two parts is lost. *Confined to one
 * thread.*
 */
final class PartSplitter {
  private static final int SHORTEST_BEFORE_HEADING = 500;
  private static final int LONG = 3_000;
  private static final int LONGEST = 6_000;

  private final PageCollector pages;
  private final StringBuilder part = new StringBuilder();
  private boolean begun;
  private boolean afterBlank;

  PartSplitter(PageCollector pages) {
    this.pages = pages;
  }

  void line(String line) {
    if (endsBefore(line)) {
      end();
    }
    if (begun) {
      part.append('\n');
    }
    begun = true;
    afterBlank = line.isBlank();
    appendInPieces(line);
  }

  private boolean endsBefore(String line) {
    int length = part.length();
    return (length >= SHORTEST_BEFORE_HEADING && line.startsWith("#"))
        || (length >= LONG && afterBlank)
        || (length > 0 && length + line.length() > LONGEST);
  }

  private void appendInPieces(String line) {
    int from = 0;
    while (line.length() - from > LONGEST) {
      int to = from + LONGEST;
      if (Character.isHighSurrogate(line.charAt(to - 1))) {
        to--;
      }
      part.append(line, from, to);
      begun = true;
      end();
      from = to;
    }
    begun = true;
    part.append(line, from, line.length());
  }

  /** Hands the last part over. */
  void end() {
    if (begun) {
      pages.add(part.toString());
    }
    part.setLength(0);
    begun = false;
    afterBlank = false;
  }
}
