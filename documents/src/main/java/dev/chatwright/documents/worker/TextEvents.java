package dev.chatwright.documents.worker;

import dev.chatwright.documents.PageUnit;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns Tika's XHTML into lines of text: headings and lists as in Markdown, cells of a table
 * divided by tabs. *Confined to one thread.*
 */
final class TextEvents extends DefaultHandler {
  private static final Set<String> SKIPPED = Set.of("title", "script", "style");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "tr",
          "table",
          "ul",
          "ol",
          "pre",
          "blockquote",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "li",
          "br",
          "hr",
          "section",
          "article",
          "dt",
          "dd");
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "table", "ul", "ol", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6");

  private final PageCollector pages;
  private final PageUnit unit;
  private final PartSplitter parts;
  private final StringBuilder page = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private boolean afterBlank = true;
  private int skipping;
  private int pageDepth;
  private int depth;

  TextEvents(PageCollector pages, PageUnit unit) {
    this.pages = pages;
    this.unit = unit;
    this.parts = new PartSplitter(pages);
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    depth++;
    if (SKIPPED.contains(name)) {
      skipping++;
    }
    if (unit == PageUnit.PAGE && "page".equals(attributes.getValue("class"))) {
      pageDepth = depth;
      page.setLength(0);
    }
    if (BLOCKS.contains(name)) {
      endLine();
    }
    line.append(lead(name));
  }

  private static String lead(String name) {
    if (name.length() == 2 && name.charAt(0) == 'h' && Character.isDigit(name.charAt(1))) {
      return "#".repeat(name.charAt(1) - '0') + " ";
    }
    return name.equals("li") ? "- " : "";
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    if (SKIPPED.contains(name)) {
      skipping--;
    }
    if (name.equals("td") || name.equals("th")) {
      line.append('\t');
    }
    if (BLOCKS.contains(name)) {
      endLine();
    }
    if (PARAGRAPHS.contains(name)) {
      endParagraph();
    }
    if (depth == pageDepth) {
      endPage();
    }
    depth--;
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (skipping > 0) {
      return;
    }
    for (int i = start; i < start + length; i++) {
      if (text[i] == '\n') {
        endLine();
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
    stopIfFull();
  }

  @Override
  public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
    for (int i = start; i < start + length; i++) {
      if (text[i] == '\n') { // for a line break; the rest is for the looks of the XHTML
        endLine();
      }
    }
  }

  @Override
  public void endDocument() throws SAXException {
    endLine();
    if (unit == PageUnit.PAGE) {
      endPage();
    } else {
      parts.end();
    }
  }

  private void endLine() throws SAXException {
    String text = line.toString().stripTrailing();
    line.setLength(0);
    if (text.isEmpty() || text.chars().allMatch(c -> c == '#')) {
      return;
    }
    afterBlank = false;
    emit(text);
  }

  private void endParagraph() throws SAXException {
    if (!afterBlank) {
      afterBlank = true;
      emit("");
    }
  }

  private void emit(String text) throws SAXException {
    if (unit == PageUnit.PAGE) {
      page.append(text).append('\n');
    } else {
      parts.line(text);
    }
    stopIfFull();
  }

  private void endPage() throws SAXException {
    if (pageDepth > 0) {
      pages.add(page.toString().strip());
    }
    page.setLength(0);
    pageDepth = 0;
    afterBlank = true;
    stopIfFull();
  }

  /** A page that is longer than what is left ends the reading before it is whole. */
  private void stopIfFull() throws SAXException {
    if (!pages.full() && page.length() + line.length() > pages.left()) {
      takeTheRest();
      pages.stop();
    }
    if (pages.full()) {
      throw new SAXException("enough");
    }
  }

  private void takeTheRest() {
    if (unit == PageUnit.PAGE) {
      pages.add(page.append(line).toString());
    } else {
      parts.line(line.toString());
      parts.end();
    }
  }
}
