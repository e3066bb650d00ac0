package dev.chatwright.tokenizer;

import java.util.List;
import java.util.Set;

/**
 * The ways of cutting text that GGUF files name in {@code tokenizer.ggml.pre}.
 *
 * <p>Each is a list of patterns; each pattern cuts what the one before it left.
 */
final class PreTokenizerFamilies {
  private static final Set<String> WHOLE_WORDS =
      Set.of("llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "tekken");

  private PreTokenizerFamilies() {}

  /** Returns whether a word that is a token is taken as it stands, merges or not. */
  static boolean takesWholeWords(String name) {
    return WHOLE_WORDS.contains(name);
  }

  /**
   * Returns the pre-tokenizer of a family.
   *
   * @throws TokenizerException when the name is unknown
   */
  static PreTokenizer named(String name) {
    return switch (name) {
      case "gpt-2", "gpt2", "phi-2", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de" ->
          WordScanner.gpt2();
      case "mpt", "olmo", "jais", "trillion", "granite-docling", "gigachat", "roberta-bpe" ->
          WordScanner.gpt2();
      case "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b" ->
          PreTokenizer.sequence(List.of(Digits::each, WordScanner.gpt2()));
      case "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0" ->
          WordScanner.llama3(3);
      case "lfm2", "dbrx", "smaug-bpe", "chatglm-bpe", "glm4" -> WordScanner.llama3(3);
      case "qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan", "megrez", "kormo" ->
          WordScanner.llama3(1);
      default -> lessCommon(name);
    };
  }

  private static PreTokenizer lessCommon(String name) {
    return switch (name) {
      case "default" ->
          PreTokenizer.sequence(
              List.of(
                  RegexSplit.known("[\\p{P}\\$\\+<=>\\^~\\|]+"),
                  WordScanner.gpt2(),
                  RegexSplit.known("\\p{N}+"),
                  RegexSplit.known("[0-9][0-9][0-9]")));
      case "falcon" ->
          PreTokenizer.sequence(
              List.of(
                  RegexSplit.known("[\\p{P}\\$\\+<=>\\^~\\|`]+"),
                  WordScanner.gpt2(),
                  RegexSplit.known("[0-9][0-9][0-9]")));
      case "deepseek-llm" -> deepSeekLanguage();
      case "deepseek-coder" -> deepSeekCoder();
      case "deepseek-v3", "hunyuan-dense" -> deepSeek3();
      case "gpt-4o", "llama4" -> gpt4o();
      case "tekken" -> tekken();
      case "bloom", "poro-chat", "gpt3-finnish" -> RegexSplit.known(Patterns.BLOOM);
      case "viking" ->
          PreTokenizer.sequence(List.of(RegexSplit.known(Patterns.BLOOM), Digits::each));
      default ->
          throw new TokenizerException(
              "unknown pre-tokenizer \"%s\" in tokenizer.ggml.pre".formatted(name));
    };
  }

  private static PreTokenizer deepSeekLanguage() {
    return PreTokenizer.sequence(
        List.of(
            RegexSplit.known("[\\r\\n]"),
            RegexSplit.known("\\s?[" + Patterns.CASED + "]+"),
            RegexSplit.known(
                "\\s?[!-/:-~\\x{FF01}-\\x{FF0F}\\x{FF1A}-\\x{FF5E}"
                    + "\\x{2018}-\\x{201F}\\x{3000}-\\x{3002}]+"),
            PreTokenizerFamilies::trailingSpace,
            RegexSplit.known(Patterns.IDEOGRAPHS),
            RegexSplit.known("\\p{N}+")));
  }

  private static PreTokenizer deepSeekCoder() {
    return PreTokenizer.sequence(
        List.of(
            RegexSplit.known("[\\r\\n]"),
            RegexSplit.known("\\s?\\p{L}+"),
            RegexSplit.known("\\s?\\p{P}+"),
            RegexSplit.known(Patterns.IDEOGRAPHS),
            Digits::each));
  }

  private static PreTokenizer deepSeek3() {
    return PreTokenizer.sequence(
        List.of(
            RegexSplit.known("\\p{N}{1,3}"),
            RegexSplit.known("[\\x{4E00}-\\x{9FA5}\\x{3040}-\\x{309F}\\x{30A0}-\\x{30FF}]+"),
            RegexSplit.known(
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                    + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                    + "| ?[\\p{P}\\p{S}]+[\\r\\n]*"
                    + Patterns.SPACES)));
  }

  private static PreTokenizer gpt4o() {
    return RegexSplit.known(Patterns.GPT4O);
  }

  private static PreTokenizer tekken() {
    return RegexSplit.known(
        Patterns.leadingTo(Patterns.UPPER + "*" + Patterns.LOWER + "+|")
            + Patterns.leadingTo(Patterns.UPPER + "+" + Patterns.LOWER + "*")
            + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*"
            + Patterns.SPACES);
  }

  /** As {@code \s+$}, which a pattern would search again from each place of a run. */
  private static void trailingSpace(
      String text, int from, int to, int source, PreTokenizer.Words words) {
    int start = to;
    while (start > from && Letters.isWhiteSpace(text.charAt(start - 1))) {
      start--;
    }
    Cutter cutter = new Cutter(text, from, source, SplitBehavior.ISOLATED, words);
    if (start < to) {
      cutter.separator(start, to);
    }
    cutter.finish(to);
  }
}
