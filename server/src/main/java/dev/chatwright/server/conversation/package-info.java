/**
 * Conversations: their messages as a tree, lists and search, and what changed for whom.
 *
 * <p>It stores and shows; it never asks a model. Other features add to the view of a message with a
 * {@link dev.chatwright.server.conversation.MessageDecoration}.
 */
@NullMarked
package dev.chatwright.server.conversation;

import org.jspecify.annotations.NullMarked;
