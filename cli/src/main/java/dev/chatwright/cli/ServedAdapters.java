package dev.chatwright.cli;

import dev.chatwright.inference.AttachedAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What changes the model that is served, and what it may be asked for with. */
final class ServedAdapters {
  private static final Pattern NAMED = Pattern.compile("([^=]*)=.+");

  @Option(
      names = "--adapter",
      paramLabel = "[NAME=]PATH",
      description =
          "LoRA adapter: a .gguf file or a folder of PEFT's. With a name, clients ask for it as"
              + " MODEL:NAME; it may be given again. Without one, it always changes the model.")
  private List<String> written = new ArrayList<>();

  /** Returns the path of what always changes the model, if that was typed. */
  @Nullable String unnamed() {
    List<String> paths = written.stream().filter(value -> !isNamed(value)).toList();
    if (paths.size() > 1) {
      throw new CommandFailure(
          "only one adapter may go without a name, got " + paths, "write NAME=PATH");
    }
    return paths.isEmpty() ? null : paths.getFirst();
  }

  /** Returns the others as they were typed, if there are any. */
  @Nullable List<String> named() {
    List<String> named = written.stream().filter(ServedAdapters::isNamed).toList();
    return named.isEmpty() ? null : named;
  }

  private static boolean isNamed(String value) {
    Matcher matcher = NAMED.matcher(value);
    return matcher.matches() && AttachedAdapter.isName(matcher.group(1));
  }
}
