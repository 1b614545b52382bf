package dev.jocker.bindings;

/** Placeholder: packages that a module exports must not be empty. */
final class Placeholder {}
