package dev.chatwright.documents;

/** The outcome of reading a document: its text, or why there is none. */
public sealed interface ReadResult extends Reply permits DocumentText, Refused {}
