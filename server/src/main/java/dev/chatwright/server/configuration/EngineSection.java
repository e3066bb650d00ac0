package dev.chatwright.server.configuration;

/**
 * How models are computed. Immutable.
 *
 * @param threads how many threads compute; 0 for one for each processor
 * @param context the longest conversation in tokens; 0 for what the model was trained for
 * @param kernels the kernels that compute
 * @param parallel how many replies are computed together
 * @param speculation whether tokens are guessed
 * @param cacheType how keys and values are kept
 */
public record EngineSection(
    int threads, int context, String kernels, int parallel, String speculation, String cacheType) {}
