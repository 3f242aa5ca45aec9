package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * Adds or removes the instance that hands a group-managed service account to a container. An
 * instance that isn't removed stays until the service restarts.
 *
 * @param propertyType {@code ContainerCredentialGuard}
 * @param settings what to do
 */
public record CredentialGuardChange(String propertyType, Settings settings) {

    /**
     * What to do.
     *
     * @param operation {@code AddInstance} or {@code RemoveInstance}
     * @param operationDetails with which instance
     */
    public record Settings(String operation, Details operationDetails) {}

    /**
     * An instance.
     *
     * @param id the container's id
     * @param credentialSpec JSON text, when it is added
     * @param transport {@code LRPC}, or {@code HvSocket} for Hyper-V isolation, when it is added
     */
    public record Details(String id, @Nullable String credentialSpec, @Nullable String transport) {}

    /**
     * Adds the instance of a process-isolated container.
     *
     * @param id the container's id
     * @param credentialSpec JSON text
     * @return the document
     */
    public static CredentialGuardChange add(String id, String credentialSpec) {
        return of("AddInstance", new Details(id, credentialSpec, "LRPC"));
    }

    /**
     * Removes an instance.
     *
     * @param id the container's id
     * @return the document
     */
    public static CredentialGuardChange remove(String id) {
        return of("RemoveInstance", new Details(id, null, null));
    }

    private static CredentialGuardChange of(String operation, Details details) {
        return new CredentialGuardChange(
                "ContainerCredentialGuard", new Settings(operation, details));
    }
}
