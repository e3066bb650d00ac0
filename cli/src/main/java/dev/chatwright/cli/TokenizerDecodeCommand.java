package dev.chatwright.cli;

import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the text of tokens. */
@Command(
    name = "decode",
    description = "Print the text of token ids.",
    mixinStandardHelpOptions = true)
final class TokenizerDecodeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Token ids.", split = ",")
  private List<Integer> tokens = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    print(ModelFacts.of(model.locate(home.store())).tokenizer());
    return 0;
  }

  private void print(Tokenizer tokenizer) {
    String text = tokenizer.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("text", text));
    } else {
      System.out.println(Terminal.printable(text));
    }
  }
}
