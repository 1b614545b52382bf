package dev.jocker.runtime.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent, as often as it takes.
 *
 * @param body null: none
 * @param patient whether a refused connection is tried again: who has been talked to will be back
 */
record Request(String method, URI target, Map<String, String> headers, Body body, boolean patient) {
    /** Content that can be written more than once. */
    interface Body {
        long size();

        void writeTo(OutputStream stream) throws IOException;
    }

    static Request get(URI target) {
        return new Request("GET", target, Map.of(), null, false);
    }

    static Request of(String method, URI target) {
        return new Request(method, target, Map.of(), null, false);
    }

    Request with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Request(method, target, more, body, patient);
    }

    Request with(Body content) {
        return new Request(method, target, headers, content, patient);
    }

    Request at(URI other) {
        return new Request(method, other, headers, body, patient);
    }

    Request patiently() {
        return new Request(method, target, headers, body, true);
    }

    static Body body(byte[] bytes) {
        return new Body() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream stream) throws IOException {
                stream.write(bytes);
            }
        };
    }
}
