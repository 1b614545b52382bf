package dev.jocker.runtime.container;

import dev.jocker.runtime.process.ContainerException;

/**
 * What can be asked of a container, and what docker's answer is in each of its states: something to do, nothing to do, or a refusal.
 *
 * <pre>
 *              created  running  paused   restarting  exited   removing, dead
 *   START      do       refuse   refuse   refuse      do       refuse
 *   STOP       -        do       do       do          -        -
 *   RESTART    do       do       do       do          do       refuse
 *   KILL       refuse   do       do       do          refuse   refuse
 *   PAUSE      refuse   do       refuse   refuse      refuse   refuse
 *   UNPAUSE    refuse   refuse   do       refuse      refuse   refuse
 *   EXEC       refuse   do       refuse   refuse      refuse   refuse
 *   ATTACH     refuse   do       refuse   refuse      refuse   refuse
 *   REMOVE     do       refuse   refuse   refuse      do       do
 * </pre>
 */
enum Operation {
    START,
    STOP,
    RESTART,
    KILL,
    PAUSE,
    UNPAUSE,
    EXEC,
    ATTACH,
    REMOVE;

    /**
     * Whether there is something to do for a container that is called {@code name}.
     *
     * @throws ContainerException.WrongState if it cannot be asked now
     */
    boolean isNeeded(String name, ContainerStatus status) {
        return switch (status) {
            case CREATED, EXITED -> whileDown(name);
            case RUNNING -> whileRunning(name);
            case PAUSED -> whilePaused(name);
            case RESTARTING -> whileRestarting(name);
            case REMOVING, DEAD -> whileGoing(name);
        };
    }

    private boolean whileDown(String name) {
        return switch (this) {
            case START, RESTART, REMOVE -> true;
            case STOP -> false;
            case KILL -> throw refusal("cannot kill container ", name, ": it is not running");
            case PAUSE, UNPAUSE, EXEC -> throw refusal("container ", name, " is not running");
            case ATTACH -> throw refusal("cannot attach to the stopped container ", name, ": start it first");
        };
    }

    private boolean whileRunning(String name) {
        return switch (this) {
            case STOP, RESTART, KILL, PAUSE, EXEC, ATTACH -> true;
            case START -> throw refusal("container ", name, " is running already");
            case UNPAUSE -> throw refusal("container ", name, " is not paused");
            case REMOVE ->
                throw refusal(
                        "cannot remove container ", name, ": it is running: stop it before, or force the removal");
        };
    }

    private boolean whilePaused(String name) {
        return switch (this) {
            case STOP, RESTART, KILL, UNPAUSE -> true;
            case START -> throw refusal("cannot start the paused container ", name, ": unpause it instead");
            case PAUSE -> throw refusal("container ", name, " is paused already");
            case EXEC -> throw refusal("container ", name, " is paused: unpause it before exec");
            case ATTACH -> throw refusal("cannot attach to the paused container ", name, ": unpause it first");
            case REMOVE ->
                throw refusal(
                        "cannot remove container ",
                        name,
                        ": it is paused: unpause and stop it before, or force the removal");
        };
    }

    private boolean whileRestarting(String name) {
        return switch (this) {
            case STOP, RESTART, KILL -> true;
            case START -> throw refusal("container ", name, " is restarting: its restart policy starts it");
            case PAUSE, EXEC, ATTACH -> throw refusal("container ", name, " is restarting: wait until it is running");
            case UNPAUSE -> throw refusal("container ", name, " is not paused");
            case REMOVE ->
                throw refusal(
                        "cannot remove container ", name, ": it is restarting: stop it before, or force the removal");
        };
    }

    private boolean whileGoing(String name) {
        return switch (this) {
            case STOP -> false;
            case REMOVE -> true;
            case START, RESTART, KILL, PAUSE, UNPAUSE, EXEC, ATTACH ->
                throw refusal("container ", name, " is being removed");
        };
    }

    private static ContainerException.WrongState refusal(String before, String name, String after) {
        return new ContainerException.WrongState(before.concat(name).concat(after));
    }
}
