package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that look at runs of training. */
@Command(
    name = "runs",
    description = "List, show, compare and resume runs of training.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunsListCommand.class,
      RunsShowCommand.class,
      RunsCompareCommand.class,
      RunsResumeCommand.class
    })
final class RunsCommand extends CommandGroup {}
