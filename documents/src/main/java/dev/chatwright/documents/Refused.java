package dev.chatwright.documents;

/**
 * An upload that gave nothing. *Immutable.*
 *
 * @param reason the kind of failure
 * @param message one or two plain sentences for the person who uploaded it
 */
public record Refused(Reason reason, String message) implements ReadResult, ImageResult {}
