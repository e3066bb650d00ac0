package dev.chatwright.documents;

/**
 * The text of one page or part. *Immutable.*
 *
 * @param number counted from 1; pages without text are left out, so numbers may have gaps
 * @param text lines separated by a line feed
 */
public record Page(int number, String text) {
  public Page {
    if (number < 1) {
      throw new IllegalArgumentException("pages are numbered from 1, not " + number);
    }
  }
}
