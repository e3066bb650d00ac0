package dev.chatwright.tokenizer.training;

import dev.chatwright.tokenizer.ByteAlphabet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens with their ids: the special ones, one for each byte by its letter, then what was learnt.
 * Confined to one thread.
 */
final class TokenList {
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final int specialTokens;

  TokenList(List<String> specialTokens) {
    this.specialTokens = specialTokens.size();
    specialTokens.forEach(this::add);
    for (char letter = 0; letter < 0x180; letter++) {
      if (ByteAlphabet.valueOf(letter) >= 0) {
        add(String.valueOf(letter));
      }
    }
  }

  int size() {
    return texts.size();
  }

  String text(int id) {
    return texts.get(id);
  }

  /** Returns the spelling of each token. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  boolean isSpecial(int id) {
    return id < specialTokens;
  }

  /** Returns the id of a token, which is new where there was none of that spelling. */
  int add(String text) {
    Integer known = ids.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  /** Returns the token of each byte. */
  int[] ofBytes() {
    int[] tokens = new int[TrainingOptions.BYTES];
    for (int value = 0; value < tokens.length; value++) {
      tokens[value] = ids.getOrDefault(String.valueOf(ByteAlphabet.letter(value)), 0);
    }
    return tokens;
  }
}
