package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that manage stored models. */
@Command(
    name = "model",
    description = "Fetch, list, inspect and convert models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelPullCommand.class,
      ModelListCommand.class,
      ModelShowCommand.class,
      ModelVerifyCommand.class,
      ModelRemoveCommand.class,
      ModelMergeCommand.class,
      ModelExportCommand.class,
      ModelQuantizeCommand.class
    })
final class ModelCommand extends CommandGroup {}
