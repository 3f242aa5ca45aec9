package dev.mullion.engine.http;

import dev.mullion.docker.client.ApiVersion;
import dev.mullion.engine.EngineProblem;

/** The versions of the Docker Engine API that this engine speaks. */
public final class SpokenVersions {

    /** The oldest one. */
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /** The newest one, also spoken with those who name none. */
    public static final ApiVersion NEWEST = new ApiVersion(1, 47);

    private SpokenVersions() {}

    /**
     * Reads the version in a path.
     *
     * @throws EngineProblem if it isn't spoken, in Docker's words
     */
    static ApiVersion require(String text) {
        ApiVersion asked = ApiVersion.find(text).orElse(new ApiVersion(0, 0));
        if (asked.compareTo(OLDEST) < 0) {
            throw EngineProblem.invalid(
                    "client version "
                            + text
                            + " is too old. Minimum supported API version is "
                            + OLDEST
                            + ", please upgrade your client to a newer version");
        }
        if (asked.compareTo(NEWEST) > 0) {
            throw EngineProblem.invalid(
                    "client version "
                            + text
                            + " is too new. Maximum supported API version is "
                            + NEWEST);
        }
        return asked;
    }
}
