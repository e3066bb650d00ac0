package dev.chatwright.inference;

import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tokenizer.Tokenizer;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a language model, read from its files.
 *
 * @param card what a person wants to know of it
 * @param network the network itself
 * @param adapters what requests may have it changed by
 * @param tokenizer the tokenizer
 * @param template the source of its own chat template, if it has one
 * @param endTokens those that end a reply
 * @param sampling how its makers recommend to sample
 * @param kernels what computes
 * @param threads how many threads compute
 * @param parallel the most replies computed together
 * @param speculation whether tokens are guessed
 * @param cacheType how keys and values are kept
 * @param memoryBytes what it takes of the machine's memory at the most
 * @param draft what guesses beside the prompts themselves
 * @param disk where blocks go for which there is no memory, if anywhere
 * @param memory what to close when the engine has stopped
 */
record LoadedModel(
    ModelCard card,
    Network network,
    Adapters adapters,
    Tokenizer tokenizer,
    Optional<String> template,
    Set<Integer> endTokens,
    SamplingOptions sampling,
    KernelSelection kernels,
    int threads,
    int parallel,
    Speculation speculation,
    CacheType cacheType,
    long memoryBytes,
    Optional<DraftModel> draft,
    Optional<ModelBlocks> disk,
    OpenResources memory) {}
