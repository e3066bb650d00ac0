package dev.chatwright.server.configuration;

import java.util.List;

/**
 * How models are computed. Immutable.
 *
 * @param threads how many threads compute; 0 for one for each processor
 * @param context the longest conversation in tokens; 0 for what the model was trained for
 * @param kernels the kernels that compute
 * @param parallel how many replies are computed together
 * @param speculation whether tokens are guessed
 * @param cacheType how keys and values are kept
 * @param repack whether weights are laid out anew when a model is loaded
 * @param cacheFolder where they go for which there is no memory; empty for nowhere
 * @param cacheFolderMb how many megabytes of them are kept there
 * @param draft the id or path of a model that guesses, too; empty for none
 * @param timeoutSeconds how long a reply may take that is asked for without a time; 0 for no limit
 * @param maxTimeoutSeconds how long any reply may take; 0 for no limit
 * @param isolation whose requests share what has been computed of a prompt
 * @param sharedPrompts files with texts that all share
 */
public record EngineSection(
    int threads,
    int context,
    String kernels,
    int parallel,
    String speculation,
    String cacheType,
    boolean repack,
    String cacheFolder,
    int cacheFolderMb,
    String draft,
    int timeoutSeconds,
    int maxTimeoutSeconds,
    String isolation,
    List<String> sharedPrompts) {
  /** Copies the list. */
  public EngineSection {
    sharedPrompts = List.copyOf(sharedPrompts);
  }
}
