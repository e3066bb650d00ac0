package dev.chatwright.training;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.inference.BaseModel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import dev.chatwright.training.data.ExampleFile;
import dev.chatwright.training.data.ExampleReader;
import dev.chatwright.training.data.Place;
import dev.chatwright.training.data.PlacedExample;
import dev.chatwright.training.data.PreferenceExample;
import dev.chatwright.training.data.RatedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  /** A row's two conversations. */
  private record Row(
      Place place, List<ChatMessage> first, List<ChatMessage> second, boolean good) {}

  /**
   * Reads a file.
   *
   * @param heldOutShare which share is held out: that whose prompt has a hash below it, so that no
   *     prompt is on both sides
   * @param pairs whether better replies are compared with worse ones, and not rated one by one
   * @param length the most tokens of a row's two documents together
   * @throws IOException if the file cannot be read, has other examples, or a row from which nothing
   *     can be learnt; the message names it
   */
  static PreferenceDocuments read(
      Path file, double heldOutShare, boolean pairs, int length, BaseModel model)
      throws IOException {
    List<Row> learnt = new ArrayList<>();
    List<Row> heldOut = new ArrayList<>();
    try (ExampleReader reader = ExampleFile.read(file)) {
      for (@Nullable PlacedExample next = reader.next(); next != null; next = reader.next()) {
        List<Row> rows = pairs ? List.of(pair(next)) : rated(next);
        List<ChatMessage> prompt = prompt(next);
        boolean held = ChatDocuments.isBelow(Sha256.of(prompt.toString()), heldOutShare);
        (held ? heldOut : learnt).addAll(rows);
      }
    }
    int least = pairs ? 1 : 2;
    if (learnt.size() < least || heldOut.size() < least) {
      throw new IOException(
          "%s has %d replies to learn from and %d held out, both need %d; change data.heldOut"
              .formatted(file, learnt.size(), heldOut.size(), least));
    }
    return new PreferenceDocuments(
        documents(pairs ? learnt : mismatched(learnt), pairs, length, model),
        documents(pairs ? heldOut : mismatched(heldOut), pairs, length, model));
  }

  private static List<ChatMessage> prompt(PlacedExample placed) {
    return switch (placed.example()) {
      case PreferenceExample(var prompt, _, _) -> prompt;
      case RatedExample(var prompt, _, _) -> prompt;
      default -> placed.example().everyMessage();
    };
  }

  private static Row pair(PlacedExample placed) throws IOException {
    if (placed.example() instanceof PreferenceExample(var prompt, var chosen, var rejected)) {
      return new Row(placed.place(), joined(prompt, chosen), joined(prompt, rejected), true);
    }
    throw wrong(placed, "\"chosen\" and \"rejected\"");
  }

  /** Returns rows whose second conversation is the prompt alone, until a reply is put to it. */
  private static List<Row> rated(PlacedExample placed) throws IOException {
    Place place = placed.place();
    return switch (placed.example()) {
      case RatedExample(var prompt, var reply, boolean good) ->
          List.of(new Row(place, joined(prompt, reply), prompt, good));
      case PreferenceExample(var prompt, var chosen, var rejected) ->
          List.of(
              new Row(place, joined(prompt, chosen), prompt, true),
              new Row(place, joined(prompt, rejected), prompt, false));
      default -> throw wrong(placed, "a reply and its \"label\", or \"chosen\" and \"rejected\"");
    };
  }

  private static IOException wrong(PlacedExample placed, String expected) {
    String found = placed.example().getClass().getSimpleName().replace("Example", "");
    return new IOException(
        "%s: found a row of the kind %s, expected one with %s"
            .formatted(placed.place(), found.toLowerCase(Locale.ROOT), expected));
  }

  private static List<ChatMessage> joined(List<ChatMessage> prompt, List<ChatMessage> reply) {
    return Stream.concat(prompt.stream(), reply.stream()).toList();
  }

  private static List<Row> mismatched(List<Row> rows) {
    List<Row> mismatched = new ArrayList<>(rows.size());
    Row before = rows.getLast();
    for (Row row : rows) {
      List<ChatMessage> reply =
          before.first().subList(before.second().size(), before.first().size());
      mismatched.add(new Row(row.place(), row.first(), joined(row.second(), reply), row.good()));
      before = row;
    }
    return mismatched;
  }

  private static List<RowPair> documents(List<Row> rows, boolean pairs, int length, BaseModel model)
      throws IOException {
    List<RowPair> documents = new ArrayList<>(rows.size());
    long tokens = 0;
    for (Row row : rows) {
      RowPair pair = tokens(row, model);
      requireUse(pair, pairs, length);
      tokens += pair.length();
      if (tokens > ChatDocuments.MOST_TOKENS) {
        throw new IOException(
            "%s: the rows up to here have more than %,d tokens; split the file"
                .formatted(row.place(), ChatDocuments.MOST_TOKENS));
      }
      documents.add(pair);
    }
    return documents;
  }

  private static RowPair tokens(Row row, BaseModel model) throws IOException {
    try {
      return new RowPair(
          row.place(),
          ChatDocuments.lastTurn(row.first(), model),
          ChatDocuments.lastTurn(row.second(), model),
          row.good());
    } catch (ChatTemplateException refused) {
      throw new IOException("%s: %s".formatted(row.place(), refused.getMessage()), refused);
    }
  }

  private static void requireUse(RowPair pair, boolean pairs, int length) throws IOException {
    if (pairs && Arrays.equals(pair.first().tokens(), pair.second().tokens())) {
      throw new IOException(
          pair.place() + ": \"chosen\" and \"rejected\" are the same, expected two replies");
    }
    if (pair.firstTokens() == 0 || pair.secondTokens() == 0) {
      throw new IOException(
          pair.place() + ": a reply has no token, expected the assistant to say something");
    }
    if (pair.length() > length) {
      throw new IOException(
          "%s: its two conversations have %d and %d tokens, expected %d together at most; change training.length, or leave the row out"
              .formatted(pair.place(), pair.first().length(), pair.second().length(), length));
    }
  }
}
