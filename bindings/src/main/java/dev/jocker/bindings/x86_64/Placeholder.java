package dev.jocker.bindings.x86_64;

/** Placeholder: packages that a module exports must not be empty. */
final class Placeholder {}
