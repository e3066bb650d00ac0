@NullMarked
package dev.chatwright.cli.crash;

import org.jspecify.annotations.NullMarked;
