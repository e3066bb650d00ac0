package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that look after conversations and accounts, and after training data. */
@Command(
    name = "data",
    description =
        "Back up, restore and verify conversations and accounts; inspect and prepare training data.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DataBackupCommand.class,
      DataRestoreCommand.class,
      DataVerifyCommand.class,
      DataInspectCommand.class,
      DataPrepareCommand.class,
      DataSplitCommand.class,
      DataDedupeCommand.class
    })
final class DataCommand extends CommandGroup {}
