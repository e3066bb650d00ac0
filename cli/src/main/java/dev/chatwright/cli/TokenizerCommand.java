package dev.chatwright.cli;

import picocli.CommandLine.Command;

/** The group of commands that show what a model's tokenizer does. */
@Command(
    name = "tokenizer",
    description = "Turn text into token ids and back.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokenizerEncodeCommand.class, TokenizerDecodeCommand.class})
final class TokenizerCommand extends CommandGroup {}
