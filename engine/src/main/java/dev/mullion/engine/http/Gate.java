package dev.mullion.engine.http;

import java.io.IOException;
import java.util.List;

/** Stands before all endpoints, and lets calls pass or not. */
@FunctionalInterface
public interface Gate {

    /**
     * Lets a call pass by returning.
     *
     * @param path what the endpoint was found by: decoded, without the version, never empty
     * @throws dev.mullion.engine.EngineProblem if it doesn't pass
     * @throws IOException if the body can't be read
     */
    void pass(Call call, List<String> path) throws IOException;
}
