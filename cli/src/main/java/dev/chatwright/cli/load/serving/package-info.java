/**
 * Many chats at once with a real model, over HTTP: how fast a server answers them ({@code bench
 * serving}), our own or somebody else's, and whether ours comes through hard use unharmed ({@code
 * bench stress}). Every server is a process of its own.
 */
@NullMarked
package dev.chatwright.cli.load.serving;

import org.jspecify.annotations.NullMarked;
