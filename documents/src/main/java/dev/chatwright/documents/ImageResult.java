package dev.chatwright.documents;

/** The outcome of cleaning an image: a new image, or why there is none. */
public sealed interface ImageResult extends Reply permits CleanImage, Refused {}
