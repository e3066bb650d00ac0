package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands about recipes. */
@Command(
    name = "recipe",
    description = "What recipes may say.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RecipeSchemaCommand.class)
final class RecipeCommand extends CommandGroup {}
