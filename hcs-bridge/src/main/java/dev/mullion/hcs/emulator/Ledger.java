package dev.mullion.hcs.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the machine gave out and hasn't got back, by kind, and what was given back wrongly. What a
 * killed process held isn't missed: Windows takes it back itself.
 */
public final class Ledger {

    private final Map<String, Integer> outstanding = new TreeMap<>();
    private final List<String> mistakes = new ArrayList<>();

    Ledger() {}

    /**
     * Counts something that was given out.
     *
     * @param kind its name, for example {@code string}
     */
    public synchronized void gave(String kind) {
        outstanding.merge(kind, 1, Integer::sum);
    }

    /**
     * Counts something that came back.
     *
     * @param kind its name
     */
    public synchronized void tookBack(String kind) {
        outstanding.computeIfPresent(kind, (any, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Notes a mistake of a caller: what Windows may answer with a damaged heap or a deadlock.
     *
     * @param what a sentence
     */
    public synchronized void mistake(String what) {
        mistakes.add(what);
    }

    /**
     * Returns what is out.
     *
     * @return counts by kind, without zeros
     */
    public synchronized Map<String, Integer> outstanding() {
        return new TreeMap<>(outstanding);
    }

    /**
     * Returns the callers' mistakes.
     *
     * @return in the order they were made
     */
    public synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }
}
