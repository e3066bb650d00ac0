package dev.chatwright.cli;

import dev.chatwright.training.RecipeKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what a recipe may say, for editors and other programs. */
@Command(
    name = "schema",
    description = {
      "Print the JSON Schema of a kind of recipes. An editor that knows it completes names, explains"
          + " them and marks what is wrong: write it to a file, and name that in the recipe's first"
          + " line:",
      "  # yaml-language-server: $schema=FILE"
    },
    mixinStandardHelpOptions = true)
final class RecipeSchemaCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "KIND",
      description =
          "What the recipe is for: train; sft, lora, distil, dpo, kto or orpo, which are of tune; or"
              + " data, of data prepare.")
  private RecipeKind kind = RecipeKind.TRAIN;

  @Override
  public Integer call() {
    System.out.println(kind.schema());
    return 0;
  }
}
