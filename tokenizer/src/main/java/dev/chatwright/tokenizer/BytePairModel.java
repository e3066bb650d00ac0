package dev.chatwright.tokenizer;

/** Byte-pair encoding: the symbols of a word are merged, best pair first. */
final class BytePairModel implements TokenModel {
  private final MergeTable merges;
  private final ByteTrie tokens;
  private final boolean byteLevel;
  private final boolean wholeWords;
  private final Fallback fallback;
  private final WordCache cache = new WordCache();
  private final int[] ofByte = new int[256];

  /**
   * Creates a model.
   *
   * @param merges which pairs merge
   * @param tokens the tokens that text may become; single symbols suffice without whole words
   * @param byteLevel whether a symbol is a byte, else a character
   * @param wholeWords whether a word that is a token is taken as it stands
   * @param fallback what becomes of symbols without a token
   */
  BytePairModel(
      MergeTable merges,
      ByteTrie tokens,
      boolean byteLevel,
      boolean wholeWords,
      Fallback fallback) {
    this.merges = merges;
    this.tokens = tokens;
    this.byteLevel = byteLevel;
    this.wholeWords = wholeWords;
    this.fallback = fallback;
    for (int value = 0; value < ofByte.length; value++) {
      ofByte[value] = tokens.find(new byte[] {(byte) value}, 0, 1);
    }
  }

  @Override
  public void encode(String text, int from, int to, TokenSink sink) {
    if (from == to || cache.replay(text, from, to, sink)) {
      return;
    }
    byte[] bytes = sink.load(text, from, to);
    int length = sink.length();
    PairMerger symbols = symbols(bytes, length, sink.merger());
    symbols.merge(merges, bytes, length);
    cache.keep(text, from, to, bytes, symbols);
    emit(symbols, bytes, sink);
  }

  private PairMerger symbols(byte[] bytes, int length, PairMerger symbols) {
    symbols.clear();
    int whole = wholeWords ? tokens.find(bytes, 0, length) : -1;
    if (whole >= 0) {
      symbols.add(whole, 0);
      return symbols;
    }
    int at = 0;
    while (at < length) {
      int width = byteLevel ? 1 : Utf8.length(bytes[at]);
      symbols.add(width == 1 ? ofByte[bytes[at] & 0xFF] : tokens.find(bytes, at, at + width), at);
      at += width;
    }
    return symbols;
  }

  private void emit(PairMerger symbols, byte[] bytes, TokenSink sink) {
    boolean unknown = false;
    for (int i = 0; i < symbols.count(); i++) {
      if (symbols.token(i) >= 0) {
        sink.add(symbols.token(i), bytes, symbols.start(i), symbols.end(i));
        unknown = false;
      } else {
        fallback.emit(bytes, symbols.start(i), symbols.end(i), unknown, sink);
        unknown = true;
      }
    }
  }
}
