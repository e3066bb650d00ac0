package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that measure speed. */
@Command(
    name = "bench",
    description = "Measure speed on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchInferenceCommand.class,
      BenchServingCommand.class,
      BenchTrainingCommand.class,
      BenchCrashCommand.class,
      BenchStreamsCommand.class,
      BenchStoreCommand.class,
      BenchStressCommand.class
    })
final class BenchCommand extends CommandGroup {}
