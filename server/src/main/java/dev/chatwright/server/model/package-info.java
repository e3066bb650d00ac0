/** The models that this server answers with: loading them, waiting for them, listing them. */
@NullMarked
package dev.chatwright.server.model;

import org.jspecify.annotations.NullMarked;
