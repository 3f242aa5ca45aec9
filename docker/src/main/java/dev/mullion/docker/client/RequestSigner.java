package dev.mullion.docker.client;

import java.util.Map;

/** Says with a request that it was allowed, to an engine that wants to know. */
@FunctionalInterface
public interface RequestSigner {

    /**
     * Returns headers to send along.
     *
     * @param method for example {@code POST}
     * @param target path and query as they will be sent
     * @param body as it will be sent; empty for none
     */
    Map<String, String> headers(String method, String target, byte[] body);
}
