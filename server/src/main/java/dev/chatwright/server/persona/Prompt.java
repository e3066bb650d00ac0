package dev.chatwright.server.persona;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the prompt library.
 *
 * <p>Immutable.
 *
 * @param command what is typed after the slash
 * @param title what it is for
 * @param text the text, with variables such as <code>{{name}}</code> or <code>{{name|default}}
 *     </code>
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Prompt(String command, Optional<String> title, String text) {
  private static final Set<String> FIELDS = Set.of("command", "title", "text");
  private static final Pattern COMMAND = Pattern.compile("[\\p{L}\\p{N}_-]{1,40}");
  private static final Pattern BRACES = Pattern.compile("\\{\\{([^{}]{0,200})\\}\\}");
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*[\\p{L}\\p{N}_ -]{1,40}\\s*(\\|.*)?");

  static Prompt parse(JsonFields fields) {
    fields.allowOnly(FIELDS);
    String command = fields.requireText("command", 40);
    if (!COMMAND.matcher(command).matches()) {
      throw ApiException.badField(
          "command", "'command' must be letters, digits, - and _ only, at most 40");
    }
    String text = fields.requireText("text", 20_000);
    requireVariables(text);
    return new Prompt(command, Name.find(fields, "title", 200), text);
  }

  private static void requireVariables(String text) {
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      if (!VARIABLE.matcher(braces.group(1)).matches()) {
        throw ApiException.badField(
            "text",
            "'text' holds a variable without a proper name at letter %d; write {{name}} or {{name|default}}"
                .formatted(braces.start()));
      }
    }
  }
}
