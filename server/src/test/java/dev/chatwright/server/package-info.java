/** Tests of the server over real HTTP on loopback. */
@NullMarked
package dev.chatwright.server;

import org.jspecify.annotations.NullMarked;
