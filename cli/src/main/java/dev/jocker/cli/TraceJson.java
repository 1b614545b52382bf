package dev.jocker.cli;

import dev.jocker.runtime.process.StartTrace;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.program.Trace;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A start that has happened, for programs:
 *
 * <pre>{@code
 * {"container": "…", "executedNanos": 901234, "programs": [{"name": "launch", "steps": [
 *    {"step": 1, "call": "clone3(…)", "reason": "…", "result": 4711, "endNanos": 210345}, …]}, …]}
 * }</pre>
 *
 * <p>Times count from the first step of the launch. Steps that did not run are left out.
 */
final class TraceJson {
    private final StartTrace trace;
    private final JsonGenerator json;

    private TraceJson(StartTrace trace, JsonGenerator json) {
        this.trace = trace;
        this.json = json;
    }

    static String of(String container, StartTrace trace) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            new TraceJson(trace, json).write(container);
        }
        return text.append('\n').toString();
    }

    private void write(String container) {
        json.writeStartObject();
        json.writeStringProperty("container", container);
        json.writeNumberProperty("executedNanos", nanos(trace.executedTicks()));
        json.writeArrayPropertyStart("programs");
        write(trace.launch(), trace.launchTrace());
        write(trace.child(), trace.childTrace());
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Program program, Trace steps) {
        json.writeStartObject();
        json.writeStringProperty("name", program.name());
        json.writeArrayPropertyStart("steps");
        int index = 0;
        for (Instruction step : program.steps()) {
            if (steps.ran(index)) {
                json.writeStartObject();
                json.writeNumberProperty("step", index);
                json.writeStringProperty("call", ProgramText.of(step));
                json.writeStringProperty("reason", ProgramText.reasonOf(step));
                json.writeNumberProperty("result", steps.result(index));
                json.writeNumberProperty("endNanos", nanos(steps.ticks(index)));
                json.writeEndObject();
            }
            index++;
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private long nanos(long ticks) {
        return Math.round((ticks - trace.launchTrace().ticks(0)) * trace.nanosPerTick());
    }
}
