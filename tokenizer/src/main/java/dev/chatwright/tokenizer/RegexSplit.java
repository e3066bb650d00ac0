package dev.chatwright.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text where a pattern matches. Immutable. */
final class RegexSplit implements PreTokenizer {
  private final Pattern pattern;
  private final SplitBehavior behavior;
  private final boolean trusted;

  /**
   * Creates a splitter.
   *
   * @param pattern what separators look like
   * @param behavior what becomes of them
   * @param trusted whether the pattern is known to be linear; the work of others is counted
   */
  RegexSplit(Pattern pattern, SplitBehavior behavior, boolean trusted) {
    this.pattern = pattern;
    this.behavior = behavior;
    this.trusted = trusted;
  }

  @Override
  public void split(String text, int from, int to, int source, Words words) {
    Matcher matcher = pattern.matcher(trusted ? text : new MeteredText(text, to - from));
    matcher.region(from, to);
    Cutter cutter = new Cutter(text, from, source, behavior, words);
    while (find(matcher)) {
      if (matcher.end() > matcher.start()) {
        cutter.separator(matcher.start(), matcher.end());
      }
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
