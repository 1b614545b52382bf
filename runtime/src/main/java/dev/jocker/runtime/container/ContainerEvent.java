package dev.jocker.runtime.container;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a container, or to a network.
 *
 * @param type {@code container} or {@code network}
 * @param action docker's word: {@code create start die oom stop kill pause unpause rename update restart destroy exec_create
 *     exec_start exec_die attach health_status}; of a network {@code create connect disconnect destroy}
 * @param attributes {@code image}, {@code name}, {@code exitCode}, {@code signal} and the labels, {@code container}, as far as they apply
 */
public record ContainerEvent(
        Instant time, String type, String action, String id, String name, Map<String, String> attributes) {
    public ContainerEvent {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
