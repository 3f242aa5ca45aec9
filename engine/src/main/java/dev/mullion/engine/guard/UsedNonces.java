package dev.mullion.engine.guard;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Remembers which admissions were used, each until it would be good for nothing anyway. */
final class UsedNonces {

    /** A portal that admits more within a minute is no portal. */
    private static final int MOST = 100_000;

    private final Map<String, Instant> until = new HashMap<>();

    /** Whether it is used for the first time; if there are too many to remember, none is. */
    synchronized boolean first(String nonce, Instant expires, Instant now) {
        if (until.size() >= MOST) {
            forgetOld(now);
        }
        return until.size() < MOST && until.putIfAbsent(nonce, expires) == null;
    }

    private void forgetOld(Instant now) {
        Iterator<Instant> each = until.values().iterator();
        while (each.hasNext()) {
            if (each.next().isBefore(now)) {
                each.remove();
            }
        }
    }
}
