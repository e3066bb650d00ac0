@NullMarked
package dev.chatwright.documents;

import org.jspecify.annotations.NullMarked;
