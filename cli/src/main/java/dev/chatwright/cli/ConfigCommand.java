package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands about the file config.yaml. */
@Command(
    name = "config",
    description = "Check and show the configuration.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCheckCommand.class, ConfigShowCommand.class})
final class ConfigCommand extends CommandGroup {}
