package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.Verification;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks that a stored model is still the bytes that were fetched. */
@Command(
    name = "verify",
    description = "Check that a stored model is still the bytes that were fetched.",
    mixinStandardHelpOptions = true)
final class ModelVerifyCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "ID", description = "The model's id.")
  private String id = "";

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    ModelOption.requireStored(store, id);
    Verification result = store.verify(id);
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object("id", id, "intact", result.intact(), "problems", result.problems()));
    } else if (result.intact()) {
      System.out.println(id + " is intact");
    } else {
      result.problems().forEach(problem -> System.out.println(id + ": " + problem));
    }
    return result.intact() ? 0 : 1;
  }
}
