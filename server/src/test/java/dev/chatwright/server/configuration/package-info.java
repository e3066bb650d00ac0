/** Tests of the server over real HTTP on loopback. */
@NullMarked
package dev.chatwright.server.configuration;

import org.jspecify.annotations.NullMarked;
