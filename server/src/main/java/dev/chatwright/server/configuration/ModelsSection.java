package dev.chatwright.server.configuration;

import java.util.List;

/**
 * Which models are loaded. Immutable.
 *
 * @param defaultId the id or path of the model that answers unless another is asked for
 * @param adapter the path of a LoRA adapter that changes it; empty for none
 * @param adapters others that it may be asked for with, as {@code NAME=PATH}
 * @param maxLoaded the most language models in memory at once
 * @param memoryBudget the most memory for the weights of all of them; 0 for half of this machine's
 */
public record ModelsSection(
    String defaultId, String adapter, List<String> adapters, int maxLoaded, long memoryBudget) {}
