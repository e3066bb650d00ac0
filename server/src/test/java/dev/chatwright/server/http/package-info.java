/** Tests of the vault. */
@NullMarked
package dev.chatwright.server.http;

import org.jspecify.annotations.NullMarked;
