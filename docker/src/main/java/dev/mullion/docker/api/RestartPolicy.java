package dev.mullion.docker.api;

/**
 * When a container that ended is started again.
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param maximumRetryCount how often at most, with {@code on-failure}; 0 for without end
 */
public record RestartPolicy(String name, int maximumRetryCount) {

    /** Never. */
    public static final RestartPolicy NO = new RestartPolicy("no", 0);

    /** Fills in what is absent. */
    public RestartPolicy {
        name = name == null || name.isEmpty() ? "no" : name;
    }
}
