package dev.chatwright.tokenizer;

import java.io.ByteArrayOutputStream;

/** The chain of added tokens, normalizer, pre-tokenizer and model. Safe for several threads. */
final class PipelineTokenizer implements Tokenizer {

  /**
   * The parts of the chain. Immutable.
   *
   * @param raw added tokens that are found in the text as it stands
   * @param normalizer what rewrites the text between them
   * @param normalized added tokens that are found in rewritten text
   * @param preTokenizer what cuts it into words
   * @param model what turns a word into tokens
   * @param spelling how tokens become text again
   */
  record Chain(
      AddedTokens raw,
      Normalizer normalizer,
      AddedTokens normalized,
      PreTokenizer preTokenizer,
      TokenModel model,
      Spelling spelling) {}

  private static final int LONGEST_WORD = 1 << 20;
  private static final byte[] NOTHING = {};

  private final Vocabulary vocabulary;
  private final SpecialTokens specialTokens;
  private final Chain chain;
  private final Normalizer inside;

  PipelineTokenizer(Vocabulary vocabulary, SpecialTokens specialTokens, Chain chain) {
    this.vocabulary = vocabulary;
    this.specialTokens = specialTokens;
    this.chain = chain;
    this.inside = chain.normalizer().inside();
  }

  @Override
  public int[] encode(String text) {
    TokenSink sink = new TokenSink();
    encode(text, TrustedStretches.NONE, new int[0], sink);
    return sink.toArray();
  }

  @Override
  public TokenizedPrompt encode(PromptText prompt) {
    TokenSink sink = new TokenSink();
    int[] borders = MessageSpans.borders(prompt);
    encode(prompt.text(), TrustedStretches.of(prompt), borders, sink);
    return new TokenizedPrompt(sink.toArray(), MessageSpans.of(prompt, sink));
  }

  private void encode(String text, TrustedStretches trust, int[] borders, TokenSink sink) {
    int at = 0;
    for (AddedToken.Match match : chain.raw().find(text, trust)) {
      encodeBetween(text, at, match.from(), borders, sink);
      sink.moveTo(match.from());
      sink.append(match.id());
      at = match.to();
    }
    encodeBetween(text, at, text.length(), borders, sink);
  }

  /** Encodes text without raw added tokens. */
  private void encodeBetween(String text, int from, int to, int[] borders, TokenSink sink) {
    if (from >= to) {
      return;
    }
    String stretch = text.substring(from, to);
    String rewritten = chain.normalizer().apply(stretch);
    int first = sink.size();
    encodeRewritten(rewritten, from == 0 ? 0 : 1, sink);
    int shift = from - (from == 0 ? 0 : 1);
    if (rewritten.equals(stretch) || borders.length == 0) {
      sink.shift(first, start -> start + shift);
    } else {
      Alignment alignment = Alignment.of(stretch, from, borders, chain.normalizer(), inside);
      sink.shift(first, start -> alignment.place(start - from + shift));
    }
  }

  /**
   * Encodes rewritten text.
   *
   * @param source 0 at the very beginning of the text, else 1
   */
  private void encodeRewritten(String text, int source, TokenSink sink) {
    int at = 0;
    for (AddedToken.Match match : chain.normalized().find(text, TrustedStretches.NONE)) {
      encodeWords(text, at, match.from(), source + at, sink);
      sink.moveTo(source + match.from());
      sink.append(match.id());
      at = match.to();
    }
    encodeWords(text, at, text.length(), source + at, sink);
  }

  private void encodeWords(String text, int from, int to, int source, TokenSink sink) {
    if (from >= to) {
      return;
    }
    chain
        .preTokenizer()
        .split(
            text,
            from,
            to,
            source,
            (word, start, end, place) -> encodeWord(word, start, end, place, sink));
  }

  /** Encodes a word; one of absurd length in parts, so that the memory it takes is bounded. */
  private void encodeWord(String text, int from, int to, int source, TokenSink sink) {
    int at = from;
    while (to - at > LONGEST_WORD) {
      int end = at + LONGEST_WORD;
      end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
      sink.moveTo(source + at - from);
      chain.model().encode(text, at, end, sink);
      at = end;
    }
    sink.moveTo(source + at - from);
    chain.model().encode(text, at, to, sink);
  }

  @Override
  public byte[] bytes(int token) {
    return switch (vocabulary.kind(token)) {
      case CONTROL -> NOTHING;
      case BYTE -> new byte[] {(byte) ByteTokens.namedByte(vocabulary.text(token), token)};
      case USER_DEFINED -> Utf8.bytes(vocabulary.text(token));
      case NORMAL, UNKNOWN, UNUSED -> chain.spelling().bytes(vocabulary.text(token));
    };
  }

  @Override
  public String decode(int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(bytes(token));
    }
    IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();
    String text = decoder.append(bytes.toByteArray());
    return chain.spelling().tidy(text + decoder.finish());
  }

  @Override
  public boolean spellsSpaceFirst() {
    return chain.spelling().spaceFirst();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public SpecialTokens specialTokens() {
    return specialTokens;
  }
}
