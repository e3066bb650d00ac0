package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where Chatwright keeps models, data and keys. */
final class HomeOption {
  private static final String NAME = "--home";

  @Option(
      names = NAME,
      paramLabel = "DIR",
      description = "Home folder (default: $CHATWRIGHT_HOME, else ~/.chatwright).")
  private @Nullable Path home;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** Gives the option to a command and all below it that lack it, so that it may stand anywhere. */
  static void addTo(CommandLine commandLine) {
    CommandSpec spec = commandLine.getCommandSpec();
    if (spec.findOption(NAME) == null) {
      spec.addMixin("home", CommandSpec.forAnnotatedObject(new HomeOption()));
    }
    commandLine.getSubcommands().values().forEach(HomeOption::addTo);
  }

  /** Returns the folder that was given to the command or to one above it, or else the usual one. */
  Path path() {
    if (home != null) {
      return home;
    }
    for (CommandSpec above = command.parent(); above != null; above = above.parent()) {
      OptionSpec option = above.findOption(NAME);
      Path given = option == null ? null : option.getValue();
      if (given != null) {
        return given;
      }
    }
    String variable = System.getenv("CHATWRIGHT_HOME");
    return variable != null && !variable.isBlank()
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".chatwright");
  }

  ModelStore store() {
    return new ModelStore(path());
  }
}
