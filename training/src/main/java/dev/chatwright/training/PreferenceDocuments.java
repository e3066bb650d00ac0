package dev.chatwright.training;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.inference.BaseModel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.ExampleFile;
import dev.chatwright.training.data.ExampleReader;
import dev.chatwright.training.data.Place;
import dev.chatwright.training.data.PlacedExample;
import dev.chatwright.training.data.PreferenceExample;
import dev.chatwright.training.data.RatedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people preferred, as pairs of a model's documents.
 *
 * <p>Where replies are rated one by one, the second document of a row has its prompt and the reply
 * of the row before it in the same split, of the first row that of the last. A better and a worse
 * reply are rated replies too: a good one and a bad one.
 *
 * <p>Immutable.
 *
 * @param learnt to be learnt from
 * @param heldOut to be measured by
 */
record PreferenceDocuments(List<RowPair> learnt, List<RowPair> heldOut) {
  static final String EQUAL = "\"chosen\" and \"rejected\" are the same, expected two replies";

  /**
   * Reads a file.
   *
   * @param pairs whether better replies are compared with worse ones, and not rated one by one
   * @param recipe whose share is held out: that whose prompt has a hash below it, so that no prompt
   *     is on both sides; whose length is the most tokens of a row's two documents together
   * @param badRows takes what nothing can be learnt from
   * @throws IOException if the file cannot be read, has other examples, or too few to hold one out;
   *     the message names it
   */
  static PreferenceDocuments read(
      Path file, boolean pairs, TuningRecipe recipe, BaseModel model, BadRows badRows)
      throws IOException {
    List<PreferenceRow> learnt = new ArrayList<>();
    List<PreferenceRow> heldOut = new ArrayList<>();
    try (ExampleReader reader = ExampleFile.read(file)) {
      for (@Nullable PlacedExample next = badRows.next(reader::next);
          next != null;
          next = badRows.next(reader::next)) {
        if (hasEqualReplies(next)) {
          badRows.add(DropReason.EQUAL_REPLIES, next.place(), EQUAL);
          continue;
        }
        List<PreferenceRow> rows = pairs ? List.of(pair(next)) : rated(next);
        List<ChatMessage> prompt = prompt(next);
        double share = recipe.heldOutShare();
        boolean held = ChatDocuments.isBelow(Sha256.of(prompt.toString()), share);
        (held ? heldOut : learnt).addAll(rows);
      }
    }
    PreferenceReading reading = new PreferenceReading(pairs, recipe.length(), model, badRows);
    PreferenceDocuments documents =
        new PreferenceDocuments(reading.documents(learnt), reading.documents(heldOut));
    badRows.requireEnough(
        file, "replies", documents.learnt().size(), documents.heldOut().size(), pairs ? 1 : 2);
    return documents;
  }

  private static boolean hasEqualReplies(PlacedExample placed) {
    return placed.example() instanceof PreferenceExample(_, var chosen, var rejected)
        && chosen.equals(rejected);
  }

  private static List<ChatMessage> prompt(PlacedExample placed) {
    return switch (placed.example()) {
      case PreferenceExample(var prompt, _, _) -> prompt;
      case RatedExample(var prompt, _, _) -> prompt;
      default -> placed.example().everyMessage();
    };
  }

  private static PreferenceRow pair(PlacedExample placed) throws IOException {
    if (placed.example() instanceof PreferenceExample(var prompt, var chosen, var rejected)) {
      return new PreferenceRow(
          placed.place(), joined(prompt, chosen), joined(prompt, rejected), true);
    }
    throw wrong(placed, "\"chosen\" and \"rejected\"");
  }

  /** Returns rows whose second conversation is the prompt alone, until a reply is put to it. */
  private static List<PreferenceRow> rated(PlacedExample placed) throws IOException {
    Place place = placed.place();
    return switch (placed.example()) {
      case RatedExample(var prompt, var reply, boolean good) ->
          List.of(new PreferenceRow(place, joined(prompt, reply), prompt, good));
      case PreferenceExample(var prompt, var chosen, var rejected) ->
          List.of(
              new PreferenceRow(place, joined(prompt, chosen), prompt, true),
              new PreferenceRow(place, joined(prompt, rejected), prompt, false));
      default -> throw wrong(placed, "a reply and its \"label\", or \"chosen\" and \"rejected\"");
    };
  }

  private static IOException wrong(PlacedExample placed, String expected) {
    return new IOException(
        "%s: found a row of the kind %s, expected one with %s"
            .formatted(placed.place(), placed.kind(), expected));
  }

  static List<ChatMessage> joined(List<ChatMessage> prompt, List<ChatMessage> reply) {
    return Stream.concat(prompt.stream(), reply.stream()).toList();
  }
}
