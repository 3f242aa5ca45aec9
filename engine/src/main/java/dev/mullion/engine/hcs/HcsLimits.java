package dev.mullion.engine.hcs;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param start making or starting a system; a utility VM boots within it
 * @param process starting a process
 * @param request any other request
 * @param shutdown a graceful end, after the first process has ended; long, because what is
 *     terminated while it writes its registry can't be committed any more
 * @param terminate an end that is forced
 * @param drain how long the output of an ended process may be silent before it is cut off: a
 *     grandchild may hold the pipe for ever
 * @param missedEnd how long after a signal that failed, or a kill, an end may stay untold
 * @param slowReader how long one who is attached and doesn't read may hold a container up
 * @param look how often processes are asked whether they have ended without a word
 * @param service how long a compute service that died may stay away
 */
public record HcsLimits(
        Duration start,
        Duration process,
        Duration request,
        Duration shutdown,
        Duration terminate,
        Duration drain,
        Duration missedEnd,
        Duration slowReader,
        Duration look,
        Duration service) {

    /** What suits most hosts. */
    public static final HcsLimits USUAL =
            new HcsLimits(
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(2));

    /**
     * Changes how long a graceful end may take.
     *
     * @param longest the new limit
     * @return the others as they are here
     */
    public HcsLimits withShutdown(Duration longest) {
        return new HcsLimits(
                start,
                process,
                request,
                longest,
                terminate,
                drain,
                missedEnd,
                slowReader,
                look,
                service);
    }
}
