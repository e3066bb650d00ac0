package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.tokenizer.WordPattern;

/** Puts the words of blocks into a table. Confined to one thread. */
final class BlockWords implements WordPattern.Words {
  private final WordTable table;
  private byte[] scratch = new byte[256];

  BlockWords(WordTable table) {
    this.table = table;
  }

  @Override
  public void word(String text, int from, int to) {
    int length = to - from;
    if (length > scratch.length) {
      scratch = new byte[length * 2];
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(from + i);
      if (unit >= 0x80) {
        addBytes(text.substring(from, to).getBytes(UTF_8));
        return;
      }
      scratch[i] = (byte) unit;
      hash = hash * 31 + unit;
    }
    table.add(scratch, 0, length, WordTable.mixed(hash), 1);
  }

  private void addBytes(byte[] word) {
    table.add(word, 0, word.length, 1);
  }
}
