package dev.jocker.runtime.launch;

import dev.jocker.runtime.image.ExecFailure;
import dev.jocker.runtime.image.Executables;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** Says why a command could not be executed. The kernel's word for it, ENOENT most of the time, has a dozen causes. */
public final class ExecutionFailure {
    private ExecutionFailure() {}

    /** Looks into the root which one it is. */
    public static ContainerException of(RootView view, Process process, StepFailure failure) throws IOException {
        String command = process.args().getFirst();
        String path = Candidates.path(process.env());
        String place = Executables.locate(view, command, path).orElse(null);
        if (place == null) {
            return new ContainerException.CannotExecute(command + ": command not found in " + path, 127, failure);
        }
        if (!place.startsWith("/")) {
            place = process.cwd() + "/" + place;
        }
        ExecFailure why = Executables.diagnose(view, place).orElse(null);
        return why == null
                ? new ContainerException.CannotExecute(failure.getMessage(), 126, failure)
                : new ContainerException.CannotExecute(why.text(), why.exitStatus(), failure);
    }
}
