package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Role;
import java.util.regex.Pattern;

/**
 * The words of an exported page, in the reader's language. Immutable.
 *
 * @param language its tag, as HTML wants it
 * @param rightToLeft whether it is written from right to left
 * @param person what stands above a person's message
 * @param machine what stands above a reply
 * @param instructions what stands above instructions
 * @param notice that the replies are a machine's
 * @param files what stands before the names of files
 * @param otherMessages what stands before the number of messages that are not shown
 */
public record ExportLabels(
    String language,
    boolean rightToLeft,
    String person,
    String machine,
    String instructions,
    String notice,
    String files,
    String otherMessages) {
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}");

  /** English. */
  public static final ExportLabels ENGLISH =
      new ExportLabels(
          "en",
          false,
          "You",
          "Assistant",
          "Instructions",
          "The assistant's messages were written by a machine and can be wrong.",
          "Files",
          "Messages in other branches, not shown");

  /** Checks the language. */
  public ExportLabels {
    if (!LANGUAGE.matcher(language).matches()) {
      throw new IllegalArgumentException(
          "a language tag such as en or pt-BR is needed, got " + language);
    }
  }

  String of(Role role) {
    return switch (role) {
      case SYSTEM -> instructions;
      case USER -> person;
      case ASSISTANT -> machine;
    };
  }
}
