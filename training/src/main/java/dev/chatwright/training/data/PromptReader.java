package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a file, one after the other: rows that hold nothing else, and those of every shape
 * that {@link ExampleReader} reads but a text, without what the assistant says and what tools
 * answered it. Confined to one thread.
 */
public final class PromptReader implements AutoCloseable {
  private static final Set<String> ASKING = Set.of(Messages.SYSTEM, "developer", Messages.USER);

  private final RowSource rows;

  private PromptReader(RowSource rows) {
    this.rows = rows;
  }

  /**
   * Opens a file whose format is found out, gzip or not.
   *
   * @throws DataException if it is empty, or binary
   */
  public static PromptReader open(Path file) throws IOException {
    return new PromptReader(ExampleFile.rows(file, ReadOptions.DEFAULT));
  }

  /**
   * Returns the next prompt, or null after the last.
   *
   * @throws DataException if the row is broken, or asks nothing; where {@link
   *     DataException#rowOnly}, the next can be asked for
   */
  public @Nullable Prompt next() throws IOException {
    RowSource.@Nullable Row row = rows.next();
    if (row == null) {
      return null;
    }
    Fields fields = new Fields(row.fields(), row.place());
    List<ChatMessage> asked =
        messages(fields).stream().filter(message -> ASKING.contains(message.role())).toList();
    try {
      return new Prompt(asked, row.place());
    } catch (IllegalArgumentException lacking) {
      throw DataException.incomplete(row.place(), String.valueOf(lacking.getMessage()));
    }
  }

  private static List<ChatMessage> messages(Fields fields) throws DataException {
    Optional<List<ChatMessage>> prompt = RowReader.prompt(fields);
    if (prompt.isPresent()) {
      return prompt.get();
    }
    if (fields.hasAny("chosen", "chosen_messages")) {
      return PreferenceRows.example(fields).prompt();
    }
    throw fields.refuse(
        "found the fields %s, expected \"prompt\", \"messages\" or another that asks something"
            .formatted(fields.row().propertyNames()));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
