package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Examples from rows of each {@link RowShape}. */
final class RowReader {
  private static final String[] ANSWERS = {"completion", "response", "answer", "output", "reply"};
  private static final String[] QUESTIONS = {"prompt", "question", "query"};
  private static final String[] CONVERSATIONS = {"conversations", "messages"};
  private static final String[] LABELS = {"label", "kto_tag"};

  private RowReader() {}

  /**
   * Returns the shape that a row's fields tell.
   *
   * @throws DataException if they tell none
   */
  static RowShape shapeOf(Fields fields) throws DataException {
    if (fields.hasAny("chosen", "chosen_messages")
        && fields.hasAny("rejected", "rejected_messages")) {
      return RowShape.PREFERENCE;
    }
    boolean asks = fields.hasAny(QUESTIONS) || fields.hasAny("instruction");
    if (isRated(fields) && (fields.hasAny(CONVERSATIONS) || asks)) {
      return RowShape.RATED;
    }
    if (fields.has("messages")) {
      return RowShape.MESSAGES;
    }
    if (fields.has("conversations")) {
      return RowShape.SHAREGPT;
    }
    if (asks && fields.hasAny(ANSWERS)) {
      return fields.has("instruction") ? RowShape.ALPACA : RowShape.PROMPT;
    }
    if (fields.has("text")) {
      return RowShape.TEXT;
    }
    throw fields.refuse(
        "found the fields %s, expected \"text\", \"messages\", \"conversations\", a prompt and its"
                .formatted(fields.row().propertyNames())
            + " completion, or \"chosen\" and \"rejected\"");
  }

  private static boolean isRated(Fields fields) {
    JsonNode label = fields.row().path(fields.has(LABELS[0]) ? LABELS[0] : LABELS[1]);
    return label.isBoolean() || List.of("true", "false").contains(label.asString(""));
  }

  /**
   * Returns the example that a row is.
   *
   * @throws DataException if the row has not what the shape wants
   */
  static Example example(RowShape shape, Fields fields) throws DataException {
    try {
      return switch (shape) {
        case TEXT -> new TextExample(fields.text("text"));
        case MESSAGES, SHAREGPT -> new ChatExample(conversation(fields));
        case ALPACA, PROMPT -> new ChatExample(asked(fields));
        case PREFERENCE -> PreferenceRows.example(fields);
        case RATED -> rated(fields);
      };
    } catch (IllegalArgumentException lacking) {
      throw DataException.incomplete(fields.place(), String.valueOf(lacking.getMessage()));
    }
  }

  private static List<ChatMessage> conversation(Fields fields) throws DataException {
    List<ChatMessage> messages = new ArrayList<>(system(fields));
    messages.addAll(Messages.list(fields.first(CONVERSATIONS), fields.place()));
    return messages;
  }

  private static List<ChatMessage> asked(Fields fields) throws DataException {
    List<ChatMessage> messages = new ArrayList<>(prompt(fields).orElseThrow(() -> unasked(fields)));
    messages.addAll(Messages.of(fields.first(ANSWERS), Messages.ASSISTANT, fields.place()));
    return messages;
  }

  private static DataException unasked(Fields fields) {
    return fields.refuse(
        "found the fields %s, expected \"prompt\" or \"instruction\""
            .formatted(fields.row().propertyNames()));
  }

  private static RatedExample rated(Fields fields) throws DataException {
    List<ChatMessage> messages =
        fields.hasAny(CONVERSATIONS) && !fields.hasAny(ANSWERS)
            ? conversation(fields)
            : asked(fields);
    int reply = messages.size() - 1;
    while (reply > 0 && messages.get(reply - 1).role().equals(Messages.ASSISTANT)) {
      reply--;
    }
    return new RatedExample(
        messages.subList(0, reply), messages.subList(reply, messages.size()), fields.truth(LABELS));
  }

  /** Returns what is asked, with the instruction and the turns before it; empty if nothing is. */
  static Optional<List<ChatMessage>> prompt(Fields fields) throws DataException {
    if (fields.hasAny(CONVERSATIONS)) {
      return Optional.of(conversation(fields));
    }
    List<ChatMessage> messages = new ArrayList<>(system(fields));
    messages.addAll(history(fields));
    if (fields.has("instruction")) {
      String input = fields.optionalText("input").map(text -> "\n\n" + text).orElse("");
      messages.add(new ChatMessage(Messages.USER, fields.text("instruction") + input));
    } else if (fields.hasAny(QUESTIONS)) {
      JsonNode question = fields.first(QUESTIONS);
      Optional<List<ChatMessage>> spoken = SpokenText.parse(question.asString(""));
      messages.addAll(
          spoken.isPresent()
              ? withoutOpenTurn(spoken.get())
              : Messages.of(question, Messages.USER, fields.place()));
    } else {
      return Optional.empty();
    }
    return Optional.of(messages);
  }

  /** Leaves out an "Assistant:" at the end, which asks for the reply. */
  private static List<ChatMessage> withoutOpenTurn(List<ChatMessage> messages) {
    ChatMessage last = messages.getLast();
    boolean open = last.role().equals(Messages.ASSISTANT) && last.content().isEmpty();
    return open ? messages.subList(0, messages.size() - 1) : messages;
  }

  private static List<ChatMessage> system(Fields fields) throws DataException {
    return fields
        .optionalText("system")
        .map(text -> List.of(new ChatMessage(Messages.SYSTEM, text)))
        .orElse(List.of());
  }

  /** Returns earlier turns, which Alpaca's rows hold as pairs of a question and its answer. */
  private static List<ChatMessage> history(Fields fields) throws DataException {
    List<ChatMessage> messages = new ArrayList<>();
    JsonNode pairs =
        fields.has("history") ? fields.first("history") : JsonNodeFactory.instance.arrayNode();
    if (!pairs.isArray()) {
      throw fields.refuse(
          "found %s as \"history\", expected a list of pairs".formatted(Fields.describe(pairs)));
    }
    for (JsonNode pair : pairs) {
      if (pair.size() != 2 || !pair.path(0).isString() || !pair.path(1).isString()) {
        throw fields.refuse(
            "found %s in \"history\", expected a pair of texts".formatted(Fields.describe(pair)));
      }
      messages.add(new ChatMessage(Messages.USER, pair.get(0).asString()));
      messages.add(new ChatMessage(Messages.ASSISTANT, pair.get(1).asString()));
    }
    return messages;
  }
}
