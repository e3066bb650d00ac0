package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads and checks the vocabulary of GGUF metadata. */
final class GgufVocabulary {
  private GgufVocabulary() {}

  static Vocabulary read(TokenizerMetadata metadata) {
    List<TokenKind> kinds = new ArrayList<>(metadata.tokens().size());
    if (metadata.types().isEmpty()) {
      metadata.tokens().forEach(_ -> kinds.add(TokenKind.NORMAL));
      markRoles(metadata, kinds);
    } else {
      metadata.types().forEach(type -> kinds.add(TokenKind.ofGguf(type)));
    }
    Vocabulary vocabulary = new Vocabulary(metadata.tokens(), kinds);
    checkByteTokens(vocabulary);
    return vocabulary;
  }

  /** A file without types still must not let text become a token with a role. */
  private static void markRoles(TokenizerMetadata metadata, List<TokenKind> kinds) {
    Stream.of(
            metadata.begin(),
            metadata.end(),
            metadata.endOfTurn(),
            metadata.endOfMessage(),
            metadata.unknown(),
            metadata.separator(),
            metadata.padding())
        .flatMapToInt(OptionalInt::stream)
        .filter(id -> id >= 0 && id < kinds.size())
        .forEach(id -> kinds.set(id, TokenKind.CONTROL));
  }

  private static void checkByteTokens(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id) == TokenKind.BYTE) {
        ByteTokens.namedByte(vocabulary.text(id), id);
      }
    }
  }

  /** Returns the scores, one finite number for each token. */
  static float[] scores(TokenizerMetadata metadata) {
    List<Float> scores = metadata.scores();
    if (scores.size() != metadata.tokens().size()) {
      throw new TokenizerException(
          "tokenizer.ggml.scores has %d values for %d tokens"
              .formatted(scores.size(), metadata.tokens().size()));
    }
    float[] values = new float[scores.size()];
    for (int id = 0; id < values.length; id++) {
      values[id] = scores.get(id);
      if (!Float.isFinite(values[id])) {
        throw new TokenizerException(
            "score of token %d is %s, expected a finite number".formatted(id, values[id]));
      }
    }
    return values;
  }
}
