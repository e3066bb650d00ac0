package dev.chatwright.cli;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a stored model. */
@Command(
    name = "remove",
    description = "Delete a model from the store.",
    mixinStandardHelpOptions = true)
final class ModelRemoveCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "ID", description = "The model's id.")
  private String id = "";

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    if (id.equals(BuiltInModel.ID)) {
      throw new CommandFailure(id + " is part of Chatwright", "it takes no more than 4 MB");
    }
    ModelOption.requireStored(store, id);
    store.remove(id);
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("removed", id));
    } else {
      System.out.println("removed " + id);
    }
    return 0;
  }
}
