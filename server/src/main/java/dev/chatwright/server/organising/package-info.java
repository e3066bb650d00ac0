/** Folders and tags, by which people find their conversations again. */
@NullMarked
package dev.chatwright.server.organising;

import org.jspecify.annotations.NullMarked;
