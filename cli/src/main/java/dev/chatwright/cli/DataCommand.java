package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that look after conversations and accounts. */
@Command(
    name = "data",
    description = "Back up, restore and verify conversations and accounts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataBackupCommand.class, DataRestoreCommand.class, DataVerifyCommand.class})
final class DataCommand extends CommandGroup {}
