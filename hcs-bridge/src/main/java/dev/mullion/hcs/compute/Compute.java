package dev.mullion.hcs.compute;

import java.time.Duration;

/**
 * The compute service of a host. Documents go in and come out as JSON. Every method blocks its
 * thread in native code: call it on a platform thread. All throw {@link
 * dev.mullion.hcs.HcsException}.
 */
public interface Compute {

    /**
     * Asks for systems.
     *
     * @param query a {@code SystemQuery}; "" is every system of the host, of other products too
     * @return a JSON array of their basic properties
     */
    String enumerate(String query);

    /**
     * Creates a system, which doesn't run yet. If that fails, what may have come to be is
     * terminated.
     *
     * @param id its id, unique on the host
     * @param configuration the document: v2 for computecore.dll, v1 for vmcompute.dll
     * @param limit how long to wait
     * @return the system; whoever asked closes it
     */
    ComputeSystem create(String id, String configuration, Duration limit);

    /**
     * Opens a system that exists.
     *
     * @param id its id
     * @return the system; whoever asked closes it
     */
    ComputeSystem open(String id);

    /**
     * Asks the service about itself.
     *
     * @param query a property query
     * @return a JSON document
     */
    String serviceProperties(String query);

    /**
     * Changes the service.
     *
     * @param settings a modification request
     */
    void modifyService(String settings);
}
