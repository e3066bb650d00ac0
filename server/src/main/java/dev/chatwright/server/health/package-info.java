/** What an operator asks: is it up, how does it compute, how busy is it. */
@NullMarked
package dev.chatwright.server.health;

import org.jspecify.annotations.NullMarked;
