package dev.chatwright.training;

/** A source of batches that can go on where another one stopped. */
public interface ResumableSource extends BatchSource, Resumable {}
