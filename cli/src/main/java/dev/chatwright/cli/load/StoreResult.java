package dev.chatwright.cli.load;

/**
 * How long a client waits for the store.
 *
 * @param written from a message sent until it was acknowledged, so stored sealed and on disk
 * @param listed from the asking for the first page of the chat list until it was there
 * @param searched the same for a search through all chats
 */
public record StoreResult(Delays written, Delays listed, Delays searched) {}
