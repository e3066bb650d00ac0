package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** Makes a model better from examples. */
@Command(
    name = "tune",
    description = "Make a model better from examples of what it should say, or prefer.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TuneSftCommand.class,
      TuneLoraCommand.class,
      TuneDistilCommand.class,
      TuneDpoCommand.class,
      TuneKtoCommand.class,
      TuneOrpoCommand.class
    })
final class TuneCommand extends CommandGroup {}
