package dev.chatwright.dialogue;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives attachments their pages within a number of tokens: first every file's first page, then
 * every second, so that a long file does not hide the ones after it. Confined to one thread.
 */
final class AttachmentShare {
  /** What joins a page to the next. */
  private static final int JOIN_TOKENS = 1;

  private final List<Attachment> attachments;
  private final int[] headings;

  AttachmentShare(List<Attachment> attachments, TokenCounter counter) {
    this.attachments = attachments;
    headings =
        attachments.stream()
            .mapToInt(file -> counter.count(AttachmentExcerpt.longestHeading(file)))
            .toArray();
  }

  /** The tokens of all pages of all files. */
  int wholeTokens() {
    long tokens =
        IntStream.range(0, attachments.size())
            .mapToLong(file -> tokens(file, attachments.get(file).pages().size()))
            .sum();
    return (int) Math.min(ContextPlanner.MOST_TOKENS, tokens);
  }

  /** The tokens of some excerpts of the files. */
  int tokens(List<AttachmentExcerpt> excerpts) {
    return IntStream.range(0, excerpts.size())
        .map(file -> tokens(file, excerpts.get(file).pages()))
        .sum();
  }

  private int tokens(int file, int pages) {
    long tokens = IntStream.range(0, pages).mapToLong(page -> cost(file, page)).sum();
    return (int) Math.min(ContextPlanner.MOST_TOKENS, tokens);
  }

  /** What one more page costs; the first brings the heading. */
  private int cost(int file, int page) {
    int tokens = attachments.get(file).pages().get(page).tokens() + JOIN_TOKENS;
    return page == 0 ? tokens + headings[file] : tokens;
  }

  /**
   * The pages that fit. A file ends at the first page that does not: no page is left out between.
   */
  List<AttachmentExcerpt> within(int room) {
    int[] used = new int[attachments.size()];
    boolean[] ended = new boolean[attachments.size()];
    int left = room;
    int longest = attachments.stream().mapToInt(file -> file.pages().size()).max().orElse(0);
    for (int page = 0; page < longest; page++) {
      for (int file = 0; file < used.length; file++) {
        ended[file] |= page >= attachments.get(file).pages().size() || cost(file, page) > left;
        if (!ended[file]) {
          left -= cost(file, page);
          used[file]++;
        }
      }
    }
    return IntStream.range(0, used.length)
        .mapToObj(file -> new AttachmentExcerpt(attachments.get(file), used[file]))
        .toList();
  }
}
