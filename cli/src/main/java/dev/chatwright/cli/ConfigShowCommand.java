package dev.chatwright.cli;

import dev.chatwright.server.configuration.Configuration;
import dev.chatwright.server.configuration.Configuration.Shown;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Shows every option with its value and where that comes from; of secrets only that they are set.
 */
@Command(
    name = "show",
    description = "Show every option, its value and where that comes from.",
    mixinStandardHelpOptions = true)
final class ConfigShowCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Override
  public Integer call() throws IOException {
    List<Shown> options = Configuration.load(home.path(), System.getenv()).shown();
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("options", options));
    } else {
      options.forEach(ConfigShowCommand::print);
    }
    return 0;
  }

  private static void print(Shown option) {
    String value = option.value().isEmpty() ? "-" : Terminal.printable(option.value());
    System.out.println("%-30s %-28s %s".formatted(option.key(), value, option.origin()));
  }
}
