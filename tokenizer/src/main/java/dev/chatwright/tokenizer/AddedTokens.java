package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in text, the leftmost first and the longest there. Immutable. */
final class AddedTokens {
  static final AddedTokens NONE = new AddedTokens(List.of());

  private final List<AddedToken> tokens;
  private final ByteTrie trie;
  private final BitSet firsts = new BitSet();

  AddedTokens(List<AddedToken> tokens) {
    this.tokens = tokens.stream().filter(token -> !token.text().isEmpty()).toList();
    this.trie = new ByteTrie(this.tokens.size() * 16);
    for (int i = 0; i < this.tokens.size(); i++) {
      String text = this.tokens.get(i).text();
      trie.addUnits(text, i);
      firsts.set(text.charAt(0));
    }
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /**
   * Returns the tokens in a text, in order.
   *
   * @param trust where control tokens count
   */
  List<AddedToken.Match> find(String text, TrustedStretches trust) {
    List<AddedToken.Match> matches = new ArrayList<>();
    int at = 0;
    int free = 0;
    while (at < text.length() && !tokens.isEmpty()) {
      AddedToken.Match match = firsts.get(text.charAt(at)) ? matchAt(text, at, free, trust) : null;
      if (match == null) {
        at++;
      } else {
        matches.add(match);
        at = match.to();
        free = at;
      }
    }
    return matches;
  }

  private AddedToken.@Nullable Match matchAt(
      String text, int from, int free, TrustedStretches trust) {
    AddedToken.Match longest = null;
    int node = ByteTrie.ROOT;
    for (int to = from; to < text.length(); ) {
      node = trie.childUnit(node, text.charAt(to++));
      if (node == ByteTrie.NONE) {
        break;
      }
      int index = trie.id(node);
      if (index >= 0 && allowed(tokens.get(index), text, from, to, trust)) {
        longest = tokens.get(index).widened(text, free, from, to);
      }
    }
    return longest;
  }

  private static boolean allowed(
      AddedToken token, String text, int from, int to, TrustedStretches trust) {
    return (!token.control() || trust.covers(from, to)) && token.fits(text, from, to);
  }
}
