/** The web client's files. */
@NullMarked
package dev.chatwright.server.page;

import org.jspecify.annotations.NullMarked;
