package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** Makes tokenizers from the metadata of GGUF files. */
public final class GgufTokenizers {
  private GgufTokenizers() {}

  /**
   * Returns the tokenizer that metadata describes.
   *
   * @param metadata the {@code tokenizer.ggml.*} values
   * @throws TokenizerException when they are broken or name something unknown
   */
  public static Tokenizer load(TokenizerMetadata metadata) {
    Vocabulary vocabulary = GgufVocabulary.read(metadata);
    SpecialTokens special = GgufSpecialTokens.read(metadata, vocabulary);
    return switch (metadata.model()) {
      case "gpt2" -> byteLevel(metadata, vocabulary, special);
      case "llama" -> sentencePiece(metadata, vocabulary, special);
      case "t5" -> unigram(metadata, vocabulary, special);
      case "bert" -> wordPiece(vocabulary, special);
      default ->
          throw new TokenizerException(
              "tokenizer.ggml.model \"%s\", expected gpt2, llama, t5 or bert"
                  .formatted(metadata.model()));
    };
  }

  private static Tokenizer byteLevel(
      TokenizerMetadata metadata, Vocabulary vocabulary, SpecialTokens special) {
    PreTokenizer preTokenizer = PreTokenizerFamilies.named(metadata.pre().orElse("default"));
    boolean wholeWords = PreTokenizerFamilies.takesWholeWords(metadata.pre().orElse(""));
    TokenModel model =
        new BytePairModel(
            RankedMerges.ofLines(metadata.merges(), vocabulary),
            wholeWords ? TokenTries.byteLevel(vocabulary) : TokenTries.singleBytes(vocabulary),
            true,
            wholeWords,
            new Fallback(new int[0], special.unknown().orElse(-1), false));
    return tokenizer(
        vocabulary, special, Normalizer.NONE, preTokenizer, model, Spelling.BYTE_LEVEL);
  }

  private static Tokenizer sentencePiece(
      TokenizerMetadata metadata, Vocabulary vocabulary, SpecialTokens special) {
    ByteTrie trie = TokenTries.plain(vocabulary);
    TokenModel model =
        new BytePairModel(
            new ScoredMerges(trie, GgufVocabulary.scores(metadata)),
            trie,
            false,
            false,
            new Fallback(TokenTries.byteTokens(vocabulary), special.unknown().orElse(-1), false));
    boolean prefix = metadata.addSpacePrefix().orElse(true);
    Normalizer normalizer = spaceMarks(prefix);
    PreTokenizer preTokenizer = SpaceMarks.splitterFor(vocabulary);
    Spelling spelling = Spelling.sentencePiece(prefix);
    return tokenizer(vocabulary, special, normalizer, preTokenizer, model, spelling);
  }

  private static Tokenizer unigram(
      TokenizerMetadata metadata, Vocabulary vocabulary, SpecialTokens special) {
    byte[] map = new byte[metadata.characterMap().size()];
    for (int i = 0; i < map.length; i++) {
      map[i] = metadata.characterMap().get(i);
    }
    List<Normalizer> steps = new ArrayList<>();
    if (map.length > 0) {
      steps.add(new CharacterMap(map));
    }
    if (metadata.removeExtraWhitespace().orElse(false)) {
      steps.add(SpaceMarks::withoutExtraSpaces);
    }
    boolean prefix = metadata.addSpacePrefix().orElse(true);
    steps.add(spaceMarks(prefix));
    TokenModel model =
        new UnigramModel(
            vocabulary,
            GgufVocabulary.scores(metadata),
            false,
            new Fallback(TokenTries.byteTokens(vocabulary), special.unknown().orElse(-1), true));
    PreTokenizer preTokenizer = SpaceMarks.splitterFor(vocabulary);
    Spelling spelling = Spelling.sentencePiece(prefix);
    Normalizer normalizer = Normalizer.sequence(steps);
    return tokenizer(vocabulary, special, normalizer, preTokenizer, model, spelling);
  }

  private static Tokenizer wordPiece(Vocabulary vocabulary, SpecialTokens special) {
    TokenModel model =
        new WordPieceModel(vocabulary, SpaceMarks.MARK, "", special.unknown().orElse(-1), 100);
    Normalizer normalizer = new BertNormalizer(true, true, true, true);
    Spelling spelling = Spelling.sentencePiece(true);
    return tokenizer(vocabulary, special, normalizer, BertPreTokenizer::split, model, spelling);
  }

  private static Normalizer spaceMarks(boolean prefix) {
    Normalizer marks = text -> text.replace(' ', '▁');
    return prefix
        ? Normalizer.sequence(List.of(new Normalizer.Prepend(SpaceMarks.MARK), marks))
        : marks;
  }

  private static Tokenizer tokenizer(
      Vocabulary vocabulary,
      SpecialTokens special,
      Normalizer normalizer,
      PreTokenizer preTokenizer,
      TokenModel model,
      Spelling spelling) {
    return new PipelineTokenizer(
        vocabulary,
        special,
        new PipelineTokenizer.Chain(
            new AddedTokens(addedTokens(vocabulary)),
            normalizer,
            AddedTokens.NONE,
            preTokenizer,
            model,
            spelling));
  }

  private static List<AddedToken> addedTokens(Vocabulary vocabulary) {
    List<AddedToken> added = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      TokenKind kind = vocabulary.kind(id);
      if (kind == TokenKind.CONTROL
          || kind == TokenKind.USER_DEFINED
          || kind == TokenKind.UNKNOWN) {
        boolean control = kind != TokenKind.USER_DEFINED;
        added.add(AddedToken.plain(id, vocabulary.text(id), control));
      }
    }
    return added;
  }
}
