/** LoRA adapters in files: PEFT's folders and GGUF. */
@NullMarked
package dev.chatwright.inference.adapter;

import org.jspecify.annotations.NullMarked;
