/** Personas, whose every change is a version, and the prompt library. */
@NullMarked
package dev.chatwright.server.persona;

import org.jspecify.annotations.NullMarked;
