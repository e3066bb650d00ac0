package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.TypeConversionException;

/** The root of the command tree. */
@Command(
    name = "chatwright",
    description = "Design, train, talk to and serve your own conversational assistant.",
    mixinStandardHelpOptions = true,
    versionProvider = ChatwrightCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class ChatwrightCommand implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          ServeCommand.class,
          ChatCommand.class,
          GenerateCommand.class,
          ModelCommand.class,
          TokenizerCommand.class,
          PlanCommand.class,
          TrainCommand.class,
          TuneCommand.class,
          RecipeCommand.class,
          RunsCommand.class,
          DataCommand.class,
          EvaluateCommand.class,
          ConfigCommand.class,
          BenchCommand.class,
          RehearseCommand.class);
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /**
   * Returns the command that these arguments begin with, or the whole tree when they begin with
   * something else: describing every command by reflection takes a sixth of a start.
   */
  static CommandLine commandLine(String... arguments) {
    List<Class<?>> asked =
        COMMANDS.stream()
            .filter(type -> arguments.length > 0 && nameOf(type).equals(arguments[0]))
            .toList();
    CommandLine commandLine = new CommandLine(new ChatwrightCommand());
    (asked.isEmpty() ? COMMANDS : asked).forEach(commandLine::addSubcommand);
    HomeOption.addTo(commandLine);
    ConstantName.readBy(commandLine);
    WholeNumber.readBy(commandLine);
    return commandLine
        .registerConverter(Path.class, ChatwrightCommand::path)
        .setExpandAtFiles(false) // a prompt may begin with @
        .setOut(new PrintWriter(System.out, true, UTF_8))
        .setErr(new PrintWriter(System.err, true, UTF_8))
        .setParameterExceptionHandler(ChatwrightCommand::wrongUsage)
        .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command));
  }

  /** Refuses the empty path, which would be the folder that the program was started in. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expected a path, got \"%s\"".formatted(text));
    }
    return Path.of(text);
  }

  private static String nameOf(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }

  private static int wrongUsage(CommandLine.ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command
        .getErr()
        .println(
            Terminal.printable("chatwright: %s: see %s".formatted(mistake.getMessage(), help)));
    return WRONG_USAGE;
  }

  private static int failed(Exception failure, CommandLine command) {
    command.getErr().println("chatwright: " + Terminal.printable(reason(failure)));
    return failure instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
  }

  /** Puts into words what the standard library leaves to the type of an exception. */
  private static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
      case FileAlreadyExistsException there when there.getReason() == null ->
          there.getFile() + " exists already, and is no folder";
      case FileSystemException file when file.getReason() == null ->
          file.getFile() + ": " + file.getClass().getSimpleName();
      case InterruptedException _ -> "interrupted";
      case IOException full when "No space left on device".equals(full.getMessage()) ->
          "the disk is full: make room, or write elsewhere";
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"chatwright " + text()};
    }

    static String text() throws IOException {
      var properties = new Properties();
      try (var stream = ChatwrightCommand.class.getResourceAsStream("build.properties")) {
        if (stream != null) {
          properties.load(stream);
        }
      }
      return properties.getProperty("version", "of an unknown build");
    }
  }
}
