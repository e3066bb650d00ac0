package dev.chatwright.inference;

/** Something that happened to a reply. */
public sealed interface GenerationEvent permits PromptEvaluated, TextGenerated, Finished {}
