package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was learnt as a {@code tokenizer.json} of Hugging Face tokenizers. */
final class TokenizerFile {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TokenizerFile() {}

  /** Returns the bytes of the file; the same ones for the same model. */
  static byte[] bytes(TrainedModel model, TrainingOptions options) {
    ObjectNode root = NODES.objectNode().put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    root.set("added_tokens", addedTokens(options.specialTokens()));
    root.putNull("normalizer");
    root.set("pre_tokenizer", JsonMapper.shared().readTree(options.pattern().json()));
    root.putNull("post_processor");
    root.set("decoder", decoder());
    root.set(
        "model",
        switch (model) {
          case BytePairModel bytePair -> bytePair(bytePair);
          case UnigramPieces unigram -> unigram(unigram);
        });
    return (printed(root) + "\n").getBytes(UTF_8);
  }

  /** Line feeds alone end lines, on every system. */
  private static String printed(ObjectNode root) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return JsonMapper.shared()
        .writer()
        .with(new DefaultPrettyPrinter().withObjectIndenter(lines))
        .writeValueAsString(root);
  }

  private static ArrayNode addedTokens(List<String> specialTokens) {
    ArrayNode added = NODES.arrayNode();
    for (int id = 0; id < specialTokens.size(); id++) {
      added
          .addObject()
          .put("id", id)
          .put("content", specialTokens.get(id))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    return added;
  }

  private static ObjectNode decoder() {
    return NODES
        .objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static ObjectNode bytePair(BytePairModel model) {
    ObjectNode node = NODES.objectNode().put("type", "BPE");
    node.putNull("dropout");
    node.putNull("unk_token");
    node.putNull("continuing_subword_prefix");
    node.putNull("end_of_word_suffix");
    node.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = node.putObject("vocab");
    for (int id = 0; id < model.tokens().size(); id++) {
      vocabulary.put(model.tokens().get(id), id);
    }
    ArrayNode merges = node.putArray("merges");
    for (BytePairModel.Merge merge : model.merges()) {
      merges
          .addArray()
          .add(model.tokens().get(merge.left()))
          .add(model.tokens().get(merge.right()));
    }
    return node;
  }

  private static ObjectNode unigram(UnigramPieces model) {
    ObjectNode node = NODES.objectNode().put("type", "Unigram");
    node.putNull("unk_id");
    ArrayNode vocabulary = node.putArray("vocab");
    for (int id = 0; id < model.tokens().size(); id++) {
      vocabulary.addArray().add(model.tokens().get(id)).add(model.scores().get(id));
    }
    return node.put("byte_fallback", false);
  }
}
