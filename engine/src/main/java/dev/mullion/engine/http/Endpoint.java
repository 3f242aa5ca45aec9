package dev.mullion.engine.http;

/** Answers the calls of one route, on a virtual thread of the call's own. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a call.
     *
     * @param call to be answered; if nothing is answered, the client gets 200 without a body
     * @throws Exception a {@link dev.mullion.engine.EngineProblem} becomes its status and message;
     *     everything else becomes 500 and is logged
     */
    void answer(Call call) throws Exception;
}
