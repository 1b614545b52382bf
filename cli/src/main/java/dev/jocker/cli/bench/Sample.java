package dev.jocker.cli.bench;

/**
 * One start, in nanoseconds.
 *
 * @param cloneToExec from just before {@code clone3} until the starter knows that the command runs
 * @param callToExec from the call of the library until then
 * @param callToExit from the call of the library until the command has ended and been waited for
 */
record Sample(long cloneToExec, long callToExec, long callToExit) {}
