package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** Makes a model better from examples. */
@Command(
    name = "tune",
    description = "Make a model better from examples of what it should say.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TuneSftCommand.class, TuneLoraCommand.class})
final class TuneCommand extends CommandGroup {}
