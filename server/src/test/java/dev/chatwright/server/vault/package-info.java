/** Tests of the vault. */
@NullMarked
package dev.chatwright.server.vault;

import org.jspecify.annotations.NullMarked;
