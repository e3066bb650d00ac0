package dev.chatwright.server.configuration;

/**
 * Which models are loaded. Immutable.
 *
 * @param defaultId the id or path of the model that answers unless another is asked for
 * @param adapter the path of a LoRA adapter that changes it; empty for none
 * @param maxLoaded the most language models in memory at once
 * @param memoryBudget the most memory for the weights of all of them; 0 for half of this machine's
 */
public record ModelsSection(String defaultId, String adapter, int maxLoaded, long memoryBudget) {}
