package dev.chatwright.tokenizer;

import java.util.List;

/** What cuts text into words. Safe for use by several threads. */
@FunctionalInterface
interface PreTokenizer {

  /** Takes the whole text as one word. */
  PreTokenizer WHOLE = (text, from, to, source, words) -> words.word(text, from, to, source);

  /**
   * Passes on the words of a stretch, in order.
   *
   * @param text the text that holds the stretch
   * @param from where the stretch begins
   * @param to where it ends
   * @param source where the stretch begins in the text that is being encoded; 0 is the very
   *     beginning
   * @param words what takes the words
   */
  void split(String text, int from, int to, int source, Words words);

  /** What takes words. */
  @FunctionalInterface
  interface Words {
    /**
     * Takes a word.
     *
     * @param text the text that holds it
     * @param from where it begins
     * @param to where it ends
     * @param source where it begins in the text that is being encoded
     */
    void word(String text, int from, int to, int source);
  }

  /** Returns a pre-tokenizer that lets each cut what the one before it passed on. */
  static PreTokenizer sequence(List<PreTokenizer> steps) {
    PreTokenizer chain = steps.isEmpty() ? WHOLE : steps.getLast();
    for (int i = steps.size() - 2; i >= 0; i--) {
      chain = steps.get(i).then(chain);
    }
    return chain;
  }

  /** Returns a pre-tokenizer that lets another cut the words of this one. */
  private PreTokenizer then(PreTokenizer second) {
    return (text, from, to, source, words) ->
        split(
            text,
            from,
            to,
            source,
            (part, start, end, place) -> second.split(part, start, end, place, words));
  }
}
