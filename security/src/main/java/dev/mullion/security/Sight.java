package dev.mullion.security;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What somebody sees at one moment; for one thread, and not to be kept. */
public final class Sight {

    private final Predicate<Resource> allowed;
    private final Map<String, Boolean> known = new HashMap<>();

    /**
     * @param allowed whether what lies in a place is seen; asked once for each
     */
    public Sight(Predicate<Resource> allowed) {
        this.allowed = allowed;
    }

    /** Whether what lies directly in a place, such as a tenant's stage or a host, is seen. */
    public boolean into(Resource place) {
        return known.computeIfAbsent(place.path(), path -> allowed.test(place));
    }
}
