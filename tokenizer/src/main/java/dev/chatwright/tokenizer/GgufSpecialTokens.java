package dev.chatwright.tokenizer;

import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads and checks the special tokens of GGUF metadata. */
final class GgufSpecialTokens {
  private GgufSpecialTokens() {}

  static SpecialTokens read(TokenizerMetadata metadata, Vocabulary vocabulary) {
    Roles roles = new Roles(metadata, vocabulary);
    String model = metadata.model();
    boolean bert = model.equals("bert");
    OptionalInt end = roles.checked("eos", metadata.end());
    OptionalInt separator = roles.checked("seperator", metadata.separator());
    return new SpecialTokens(
        roles.checked("bos", metadata.begin()),
        bert && separator.isPresent() ? separator : end,
        roles.endOfGeneration(),
        roles.checked("unknown", metadata.unknown()),
        roles.checked("padding", metadata.padding()),
        metadata.addBegin().orElse(model.equals("llama") || bert || bos(metadata)),
        metadata.addEnd().orElse(bert || model.equals("t5")));
  }

  /** Llama 3's family wants the begin token even where the file does not say. */
  private static boolean bos(TokenizerMetadata metadata) {
    return PreTokenizerFamilies.takesWholeWords(metadata.pre().orElse(""));
  }

  /** The metadata's ids, checked against the vocabulary. */
  private record Roles(TokenizerMetadata metadata, Vocabulary vocabulary) {

    private OptionalInt checked(String role, OptionalInt id) {
      if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() >= vocabulary.size())) {
        throw new TokenizerException(
            "tokenizer.ggml.%s_token_id is %d, expected 0 to %d"
                .formatted(role, id.getAsInt(), vocabulary.size() - 1));
      }
      return id;
    }

    private Set<Integer> endOfGeneration() {
      Set<Integer> ends = new TreeSet<>(EndTokens.in(vocabulary));
      checked("eos", metadata.end()).ifPresent(ends::add);
      checked("eot", metadata.endOfTurn()).ifPresent(ends::add);
      checked("eom", metadata.endOfMessage()).ifPresent(ends::add);
      return ends;
    }
  }
}
