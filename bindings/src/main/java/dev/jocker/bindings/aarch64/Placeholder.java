package dev.jocker.bindings.aarch64;

/** Placeholder: packages that a module exports must not be empty. */
final class Placeholder {}
