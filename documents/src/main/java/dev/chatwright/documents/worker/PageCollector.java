package dev.chatwright.documents.worker;

import dev.chatwright.documents.DocumentText;
import dev.chatwright.documents.Page;
import dev.chatwright.documents.PageUnit;
import dev.chatwright.documents.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pages found so far, within the limits. *Confined to one thread.* */
final class PageCollector {
  private static final int MOST_TITLE = 300;

  private final int characters;
  private final int mostPages;
  private final List<Page> pages = new ArrayList<>();
  private int number;
  private int used;
  private boolean full;

  PageCollector(int characters, int mostPages) {
    this.characters = characters;
    this.mostPages = mostPages;
  }

  /** Takes the text of the next page, of which blank ones count but are not kept. */
  void add(String raw) {
    number++;
    String text = withoutControls(raw);
    if (text.isBlank() || full) {
      return;
    }
    if (pages.size() == mostPages) {
      full = true;
      return;
    }
    String kept = text.length() <= left() ? text : cut(text, left());
    full = kept.length() < text.length();
    used += kept.length();
    if (!kept.isEmpty()) {
      pages.add(new Page(number, kept));
    }
  }

  /** Returns how many more characters are taken. */
  int left() {
    return characters - used;
  }

  /** Takes nothing more. */
  void stop() {
    full = true;
  }

  /** Returns whether something was left out: nothing more is taken. */
  boolean full() {
    return full;
  }

  DocumentText toText(String mediaType, String title, PageUnit unit, int pagesInAll) {
    if (pages.isEmpty()) {
      throw new RefusalException(Reason.NO_TEXT, "There is no text in the file.");
    }
    String name = withoutControls(title).replace('\n', ' ').strip();
    return new DocumentText(
        mediaType, cut(name, MOST_TITLE), unit, pages, full ? cutNote(unit, pagesInAll) : "");
  }

  boolean isEmpty() {
    return pages.isEmpty();
  }

  private String cutNote(PageUnit unit, int pagesInAll) {
    String of = pagesInAll > 0 ? " of " + pagesInAll : "";
    return String.format(
        Locale.ROOT,
        "The file is long: only its first %,d characters were read (%s 1 to %d%s).",
        used,
        unit == PageUnit.PAGE ? "pages" : "parts",
        pages.getLast().number(),
        of);
  }

  /** Never leaves half a surrogate pair at the end. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean half = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, half ? length - 1 : length);
  }

  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' ? c != 0x7f && !(c >= 0x80 && c < 0xa0) : c == '\n' || c == '\t') {
        clean.append(c);
      }
    }
    return clean.toString();
  }
}
