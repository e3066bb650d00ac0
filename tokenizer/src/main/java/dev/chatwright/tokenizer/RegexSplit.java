package dev.chatwright.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text where a pattern matches. Immutable. */
final class RegexSplit implements PreTokenizer {
  private final Pattern pattern;
  private final SplitBehavior behavior;
  private final boolean inverted;
  private final boolean trusted;

  /**
   * Creates a splitter.
   *
   * @param pattern what separators look like
   * @param behavior what becomes of them
   * @param inverted whether separators are what does not match
   * @param trusted whether the pattern is known to be linear; the work of others is counted
   */
  RegexSplit(Pattern pattern, SplitBehavior behavior, boolean inverted, boolean trusted) {
    this.pattern = pattern;
    this.behavior = behavior;
    this.inverted = inverted;
    this.trusted = trusted;
  }

  /** Returns a splitter that makes words of all matches of a pattern known to be linear. */
  static RegexSplit known(String pattern) {
    return new RegexSplit(
        Pattern.compile(pattern, Patterns.FLAGS), SplitBehavior.ISOLATED, false, true);
  }

  @Override
  public void split(String text, int from, int to, int source, Words words) {
    Matcher matcher = pattern.matcher(trusted ? text : new MeteredText(text, to - from));
    matcher.region(from, to);
    Cutter cutter = new Cutter(text, from, source, behavior, words);
    int open = from;
    while (find(matcher)) {
      int start = inverted ? open : matcher.start();
      int end = inverted ? matcher.start() : matcher.end();
      // Matches that touch are words of their own, with an empty separator between them.
      if (end > start || inverted) {
        cutter.separator(start, end);
      }
      open = matcher.end();
    }
    if (inverted && to > open) {
      cutter.separator(open, to);
    }
    cutter.finish(to);
  }

  private boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      // Repeated groups recurse; a pattern from a file may hold them.
      throw new TokenizerException(
          "the pattern %s needs too deep a search on this text".formatted(pattern), e);
    }
  }
}
