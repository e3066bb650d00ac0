package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that measure a model's quality. */
@Command(
    name = "evaluate",
    description = "Measure how well a model predicts text.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PerplexityCommand.class)
final class EvaluateCommand extends CommandGroup {}
