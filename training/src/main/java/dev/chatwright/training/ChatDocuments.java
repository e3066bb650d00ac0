package dev.chatwright.training;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.inference.BaseModel;
import dev.chatwright.tokenizer.MessageSpan;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import dev.chatwright.training.data.ChatExample;
import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.ExampleFile;
import dev.chatwright.training.data.ExampleReader;
import dev.chatwright.training.data.Place;
import dev.chatwright.training.data.PlacedExample;
import dev.chatwright.training.data.TokenDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as a model's tokens, of which what the assistant said is learnt: its words, and the
 * token that ends them.
 *
 * <p>Immutable.
 *
 * @param learnt to be learnt from
 * @param heldOut to be measured by
 */
record ChatDocuments(List<TokenDocument> learnt, List<TokenDocument> heldOut) {
  private static final String ASSISTANT = "assistant";

  /** All stand in memory, so that they are bounded: some 2 GB. */
  static final long MOST_TOKENS = 400_000_000;

  /**
   * Reads a file of conversations.
   *
   * @param recipe whose share is held out: that whose text has a hash below it, so that more data
   *     moves none from one side to the other
   * @param badRows takes what nothing can be learnt from
   * @throws IOException if the file cannot be read, or has another example than a conversation, or
   *     too few to hold one out
   */
  static ChatDocuments read(Path file, TuningRecipe recipe, BaseModel model, BadRows badRows)
      throws IOException {
    List<TokenDocument> learnt = new ArrayList<>();
    List<TokenDocument> heldOut = new ArrayList<>();
    long tokens = 0;
    try (ExampleReader reader = ExampleFile.read(file)) {
      for (@Nullable PlacedExample next = badRows.next(reader::next);
          next != null;
          next = badRows.next(reader::next)) {
        ChatExample chat = conversation(next);
        Optional<TokenDocument> found = document(chat, next.place(), recipe, model, badRows);
        if (found.isEmpty()) {
          continue;
        }
        TokenDocument document = found.get();
        tokens += document.length();
        if (tokens > MOST_TOKENS) {
          throw new IOException(
              "%s has more than %,d tokens; split it".formatted(file, MOST_TOKENS));
        }
        (isHeldOut(chat, recipe.heldOutShare()) ? heldOut : learnt).add(document);
      }
    }
    badRows.requireEnough(file, "conversations", learnt.size(), heldOut.size(), 1);
    return new ChatDocuments(learnt, heldOut);
  }

  private static ChatExample conversation(PlacedExample placed) throws IOException {
    if (placed.example() instanceof ChatExample chat) {
      return chat;
    }
    throw new IOException(
        "%s: found a row of the kind %s, expected a conversation or a question with its answer"
            .formatted(placed.place(), placed.kind()));
  }

  private static boolean isHeldOut(ChatExample chat, double share) {
    String hash = Sha256.of(chat.messages().toString());
    return isBelow(hash, share);
  }

  /** Returns whether a hash, taken as a share of all, is below another. */
  static boolean isBelow(String hash, double share) {
    return Long.parseLong(hash, 0, 8, 16) < share * (1L << 32);
  }

  private static Optional<TokenDocument> document(
      ChatExample chat, Place place, TuningRecipe recipe, BaseModel model, BadRows badRows)
      throws IOException {
    TokenDocument document;
    try {
      document = document(chat.messages(), model);
    } catch (ChatTemplateException refused) {
      badRows.add(DropReason.REFUSED, place, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
    if (!PackedBatches.teaches(document)) {
      badRows.add(DropReason.INCOMPLETE, place, "the assistant says nothing that can be predicted");
      return Optional.empty();
    }
    // What is private is one example, cut where a sequence ends, and not learnt in parts.
    if (recipe.privacy().isPresent()
        && !PackedBatches.teaches(SampledDocuments.cut(document, recipe.length()))) {
      badRows.add(
          DropReason.TOO_LONG,
          place,
          "the assistant says nothing in the first %d of %,d tokens; change training.length"
              .formatted(recipe.length(), document.length()));
      return Optional.empty();
    }
    return Optional.of(document);
  }

  /** Returns a conversation of which all that the assistant says is learnt. */
  static TokenDocument document(List<ChatMessage> messages, BaseModel model) {
    return document(messages, model, message -> messages.get(message).role().equals(ASSISTANT));
  }

  /** Returns a conversation of which the assistant's last turn is learnt. */
  static TokenDocument lastTurn(List<ChatMessage> messages, BaseModel model) {
    int last = messages.size() - 1;
    while (last >= 0 && !messages.get(last).role().equals(ASSISTANT)) {
      last--;
    }
    int turn = last;
    return document(messages, model, message -> message == turn);
  }

  private static TokenDocument document(
      List<ChatMessage> messages, BaseModel model, IntPredicate isLearnt) {
    TokenizedPrompt prompt = model.transcript(messages);
    int[] tokens = prompt.tokens();
    boolean[] learnt = new boolean[tokens.length];
    for (MessageSpan span : prompt.spans()) {
      if (isLearnt.test(span.message())) {
        for (int i = span.fromToken(); i < span.toToken(); i++) {
          learnt[i] = true;
        }
        int end = span.toToken();
        if (end < tokens.length && model.endTokens().contains(tokens[end])) {
          learnt[end] = true;
        }
      }
    }
    return new TokenDocument(tokens, learnt);
  }
}
