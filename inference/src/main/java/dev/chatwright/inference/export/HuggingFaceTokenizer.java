package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.tokenizer.SpecialTokens;
import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.Vocabulary;
import dev.chatwright.tokenizer.WordPattern;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the byte-level tokenizer that a GGUF file describes as transformers' files.
 *
 * @param metadata of the file
 * @param vocabulary its tokens
 * @param tokens those with a role
 * @param pattern how text is cut
 */
record HuggingFaceTokenizer(
    GgufMetadata metadata, Vocabulary vocabulary, SpecialTokens tokens, WordPattern pattern) {
  private static final String MODEL = "tokenizer.ggml.model";
  private static final String PATTERN = "tokenizer.ggml.pre";

  /**
   * Reads what must be known of it.
   *
   * @throws ExportException if it is of a kind that cannot be written yet
   */
  static HuggingFaceTokenizer of(GgufMetadata metadata, Vocabulary vocabulary, SpecialTokens tokens)
      throws IOException {
    String model = metadata.string(MODEL).orElse("");
    String pre = metadata.string(PATTERN).orElse("default");
    Optional<WordPattern> pattern = WordPattern.ofGguf(pre);
    if (!model.equals("gpt2") || pattern.isEmpty()) {
      throw new ExportException(
          "a tokenizer of the kind \"%s\", \"%s\" cannot be written as tokenizer.json yet"
              .formatted(model, pre));
    }
    return new HuggingFaceTokenizer(metadata, vocabulary, tokens, pattern.get());
  }

  /** Returns {@code tokenizer.json}. */
  ObjectNode tokenizer() throws IOException {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode().put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    root.set("added_tokens", addedTokens());
    root.putNull("normalizer");
    root.set("pre_tokenizer", mapper.readTree(pattern.json()));
    root.set("post_processor", tokens.addBegin() ? framed() : byteLevel());
    root.set("decoder", byteLevel());
    root.set("model", model());
    return root;
  }

  private static ObjectNode byteLevel() {
    return JsonMapper.shared()
        .createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  /** Puts the begin token before each text. */
  private ObjectNode framed() {
    ObjectNode frame = JsonMapper.shared().createObjectNode().put("type", "TemplateProcessing");
    int id = tokens.begin().orElseThrow();
    String text = vocabulary.text(id);
    for (String key : List.of("single", "pair")) {
      ArrayNode parts = frame.putArray(key);
      parts.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
      parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
      if (key.equals("pair")) {
        parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
      }
    }
    ObjectNode special = frame.putObject("special_tokens").putObject(text).put("id", text);
    special.putArray("ids").add(id);
    special.putArray("tokens").add(text);
    return frame;
  }

  private ArrayNode addedTokens() {
    ArrayNode added = JsonMapper.shared().createArrayNode();
    for (int id = 0; id < vocabulary.size(); id++) {
      TokenKind kind = vocabulary.kind(id);
      if (kind == TokenKind.CONTROL
          || kind == TokenKind.USER_DEFINED
          || kind == TokenKind.UNKNOWN) {
        added
            .addObject()
            .put("id", id)
            .put("content", vocabulary.text(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", kind != TokenKind.USER_DEFINED);
      }
    }
    return added;
  }

  private ObjectNode model() throws IOException {
    ObjectNode model = JsonMapper.shared().createObjectNode().put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false);
    model.put("ignore_merges", pattern == WordPattern.LLAMA3);
    ObjectNode vocab = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      vocab.put(vocabulary.text(id), id);
    }
    ArrayNode merges = model.putArray("merges");
    for (String merge : metadata.strings("tokenizer.ggml.merges").orElse(List.of())) {
      int space = merge.indexOf(' ', 1);
      merges.addArray().add(merge.substring(0, space)).add(merge.substring(space + 1));
    }
    return model;
  }

  /** Returns {@code tokenizer_config.json}, with the chat template if there is one. */
  ObjectNode config(int contextLength, Optional<String> template) {
    ObjectNode config = JsonMapper.shared().createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("model_max_length", contextLength);
    config.put("clean_up_tokenization_spaces", false);
    config.put("add_bos_token", tokens.addBegin());
    role(config, "bos_token", tokens.begin());
    role(config, "eos_token", tokens.end());
    role(config, "unk_token", tokens.unknown());
    role(config, "pad_token", tokens.padding());
    template.ifPresent(text -> config.put("chat_template", text));
    return config;
  }

  private void role(ObjectNode config, String role, OptionalInt token) {
    token.ifPresent(id -> config.put(role, vocabulary.text(id)));
  }
}
