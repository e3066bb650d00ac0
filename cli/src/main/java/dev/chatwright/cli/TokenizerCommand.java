package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that train tokenizers and show what a model's does. */
@Command(
    name = "tokenizer",
    description = "Train a tokenizer; turn text into token ids and back.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenizerTrainCommand.class,
      TokenizerEncodeCommand.class,
      TokenizerDecodeCommand.class
    })
final class TokenizerCommand extends CommandGroup {}
