package dev.chatwright.documents.worker;

import dev.chatwright.documents.DocumentText;
import dev.chatwright.documents.PageUnit;

/** Reads files that are text as they stand. */
final class TextReading {
  private TextReading() {}

  static DocumentText read(byte[] content, FileName name, PageCollector pages) {
    PartSplitter parts = new PartSplitter(pages);
    String text = TextDecoder.decode(content).replace("\r\n", "\n").replace('\r', '\n');
    int from = 0;
    while (from <= text.length() && !pages.full()) {
      int to = text.indexOf('\n', from);
      to = to < 0 ? text.length() : to;
      parts.line(text.substring(from, to));
      from = to + 1;
    }
    parts.end();
    return pages.toText(name.textType(), "", PageUnit.PART, 0);
  }
}
