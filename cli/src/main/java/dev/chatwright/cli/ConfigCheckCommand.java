package dev.chatwright.cli;

import dev.chatwright.server.ServerOptions;
import dev.chatwright.server.configuration.Configuration;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the configuration and says whether it is right. */
@Command(
    name = "check",
    description = "Say whether config.yaml and the environment are right.",
    mixinStandardHelpOptions = true)
final class ConfigCheckCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Override
  public Integer call() throws IOException {
    Configuration configuration = Configuration.load(home.path(), System.getenv());
    ServerOptions.of(home.path(), configuration).check();
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("right", true, "set", configuration.count()));
    } else {
      System.out.println(
          "%s is right; options set there or in the environment: %d"
              .formatted(home.path().resolve(Configuration.FILE), configuration.count()));
    }
    return 0;
  }
}
