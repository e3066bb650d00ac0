package dev.chatwright.documents;

/** What the reading process answers to one {@link Job}. */
public sealed interface Reply permits ReadResult, ImageResult {}
