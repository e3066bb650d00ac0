package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.TokenDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns conversations that are compared into a model's tokens.
 *
 * @param pairs whether better replies are compared with worse ones, and not rated one by one
 * @param length the most tokens of two conversations together
 * @param badRows takes what nothing can be learnt from
 */
record PreferenceReading(boolean pairs, int length, BaseModel model, BadRows badRows) {

  /**
   * Returns the documents of a split.
   *
   * @throws IOException if there are too many, or a row is to be refused
   */
  List<RowPair> documents(List<PreferenceRow> rows) throws IOException {
    List<RowPair> documents = new ArrayList<>(rows.size());
    long tokens = 0;
    for (PreferenceRow row : pairs ? rows : mismatched(alone(rows))) {
      Optional<RowPair> found = tokens(row);
      if (found.isEmpty() || !isOfUse(found.get())) {
        continue;
      }
      tokens += found.get().length();
      if (tokens > ChatDocuments.MOST_TOKENS) {
        throw new IOException(
            "%s: the rows up to here have more than %,d tokens; split the file"
                .formatted(row.place(), ChatDocuments.MOST_TOKENS));
      }
      documents.add(found.get());
    }
    return documents;
  }

  /**
   * Returns the rows that are of use by themselves, so that none lends its reply to another that is
   * not.
   */
  private List<PreferenceRow> alone(List<PreferenceRow> rows) throws IOException {
    List<PreferenceRow> alone = new ArrayList<>(rows.size());
    for (PreferenceRow row : rows) {
      Optional<TokenDocument> document = lastTurn(row, row.first());
      if (document.isPresent() && hasReply(row, document.get()) && fits(row, document.get())) {
        alone.add(row);
      }
    }
    return alone;
  }

  private boolean hasReply(PreferenceRow row, TokenDocument document) throws IOException {
    boolean has = PackedBatches.teaches(document);
    if (!has) {
      badRows.add(
          DropReason.INCOMPLETE,
          row.place(),
          "a reply has no token, expected the assistant to say something");
    }
    return has;
  }

  private boolean fits(PreferenceRow row, TokenDocument document) throws IOException {
    boolean fits = document.length() < length;
    if (!fits) {
      badRows.add(
          DropReason.TOO_LONG,
          row.place(),
          "the conversation has %,d tokens, expected less than %,d; change training.length"
              .formatted(document.length(), length));
    }
    return fits;
  }

  private static List<PreferenceRow> mismatched(List<PreferenceRow> rows) {
    List<PreferenceRow> mismatched = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      PreferenceRow row = rows.get(i);
      PreferenceRow before = rows.get(i == 0 ? rows.size() - 1 : i - 1);
      List<ChatMessage> reply =
          before.first().subList(before.second().size(), before.first().size());
      mismatched.add(
          new PreferenceRow(
              row.place(),
              row.first(),
              PreferenceDocuments.joined(row.second(), reply),
              row.good()));
    }
    return mismatched;
  }

  private Optional<RowPair> tokens(PreferenceRow row) throws IOException {
    Optional<TokenDocument> first = lastTurn(row, row.first());
    Optional<TokenDocument> second =
        first.isPresent() ? lastTurn(row, row.second()) : Optional.empty();
    return second.map(other -> new RowPair(row.place(), first.get(), other, row.good()));
  }

  private Optional<TokenDocument> lastTurn(PreferenceRow row, List<ChatMessage> messages)
      throws IOException {
    try {
      return Optional.of(ChatDocuments.lastTurn(messages, model));
    } catch (ChatTemplateException refused) {
      badRows.add(DropReason.REFUSED, row.place(), String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  private boolean isOfUse(RowPair pair) throws IOException {
    if (pairs && Arrays.equals(pair.first().tokens(), pair.second().tokens())) {
      badRows.add(DropReason.EQUAL_REPLIES, pair.place(), PreferenceDocuments.EQUAL);
      return false;
    }
    if (pair.firstTokens() == 0 || pair.secondTokens() == 0) {
      badRows.add(
          DropReason.INCOMPLETE,
          pair.place(),
          "a reply has no token, expected the assistant to say something");
      return false;
    }
    if (pair.length() > length) {
      badRows.add(
          DropReason.TOO_LONG,
          pair.place(),
          "its two conversations have %,d and %,d tokens, expected %,d together at most; change training.length"
              .formatted(pair.first().length(), pair.second().length(), length));
      return false;
    }
    return true;
  }
}
