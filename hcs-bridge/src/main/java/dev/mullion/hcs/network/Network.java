package dev.mullion.hcs.network;

import java.util.Optional;
import java.util.UUID;

/**
 * The host compute network. Networks, endpoints and namespaces are made, changed and asked in the
 * same way; documents go in and come out as JSON, handles are opened and closed within each call.
 * Every method blocks its thread in native code and throws {@link dev.mullion.hcs.HcsException}.
 */
public interface Network {

    /** The GUID that lets the service choose. */
    UUID CHOOSE = new UUID(0, 0);

    /** What there is. */
    enum Thing {
        /** A virtual switch with its addresses. */
        NETWORK,
        /** A network card with its addresses and policies. */
        ENDPOINT,
        /** A network compartment of a container. */
        NAMESPACE
    }

    /**
     * Asks which things there are.
     *
     * @param thing of which kind
     * @param query a {@code HostComputeQuery}; "" is all
     * @return a JSON array of GUIDs; what they name may be gone when it is asked for
     */
    String enumerate(Thing thing, String query);

    /**
     * Makes a network.
     *
     * @param id its GUID, or {@link #CHOOSE}
     * @param settings the document
     * @return the document as the service completed it, with its {@code ID}
     */
    String createNetwork(UUID id, String settings);

    /**
     * Makes an endpoint.
     *
     * @param network the GUID of its network
     * @param id its GUID, or {@link #CHOOSE}
     * @param settings the document
     * @return the document as the service completed it
     */
    String createEndpoint(UUID network, UUID id, String settings);

    /**
     * Makes a namespace.
     *
     * @param id its GUID, or {@link #CHOOSE}
     * @param settings the document
     * @return the document as the service completed it
     */
    String createNamespace(UUID id, String settings);

    /**
     * Asks for a thing.
     *
     * @param thing of which kind
     * @param id its GUID
     * @param query a {@code HostComputeQuery}; "" is everything
     * @return the document, or nothing if there is no such thing
     */
    Optional<String> find(Thing thing, UUID id, String query);

    /**
     * Changes a thing.
     *
     * @param thing of which kind
     * @param id its GUID
     * @param request a modification request
     */
    void modify(Thing thing, UUID id, String request);

    /**
     * Deletes a thing.
     *
     * @param thing of which kind
     * @param id its GUID
     * @return false if there was no such thing
     */
    boolean delete(Thing thing, UUID id);

    /**
     * Asks what went through an endpoint. Only the first generation of the interface
     * (vmcompute.dll) tells that.
     *
     * @param endpoint its GUID
     * @return an {@code EndpointStatistics} document, or nothing if there is no such endpoint
     */
    Optional<String> statistics(UUID endpoint);
}
