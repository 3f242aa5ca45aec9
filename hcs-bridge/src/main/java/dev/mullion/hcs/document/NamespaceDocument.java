package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A namespace: the network compartment of a container.
 *
 * @param id given by the service; null when it is made
 * @param namespaceId the compartment's number; only in answers
 * @param type {@code Host} for process isolation, {@code Guest} for Hyper-V
 * @param resources what is in it; only in answers
 * @param schemaVersion 2.0
 */
public record NamespaceDocument(
        @JsonProperty("ID") @Nullable UUID id,
        @Nullable Integer namespaceId,
        @Nullable String type,
        @Nullable List<Resource> resources,
        @Nullable SchemaVersion schemaVersion) {

    /**
     * A container or an endpoint in a namespace.
     *
     * @param type {@code Container} or {@code Endpoint}
     * @param data its id
     */
    public record Resource(String type, Data data) {}

    /**
     * An id.
     *
     * @param id a GUID, or a container's id
     */
    public record Data(@JsonProperty("ID") String id) {}
}
