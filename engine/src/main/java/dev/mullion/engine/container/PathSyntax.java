package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;

/** How paths inside containers are written. What it is given comes from whoever asks. */
interface PathSyntax {

    /**
     * The folder a process starts in if nobody says another, on {@code linux} or {@code windows}.
     */
    static String rootOf(String os) {
        return os.equals("windows") ? "C:\\" : "/";
    }

    /**
     * Reads what {@code -v} says.
     *
     * @throws EngineProblem 400 if it can't be understood
     */
    BindText bind(String text);

    boolean isAbsolute(String inside);

    /**
     * Takes out {@code .}, {@code ..} and doubled separators, without looking at any file.
     *
     * @throws EngineProblem 400 for what can't be a path
     */
    String clean(String inside);

    /** Whether a clean path is that of the whole file system, over which nothing is mounted. */
    boolean isRoot(String clean);

    /**
     * Looks whether something may be mounted there.
     *
     * @param clean the path inside
     * @throws EngineProblem 400 if it may not
     */
    void checkDestination(String clean);

    /** What two clean paths have in common that name the same. */
    String key(String clean);

    /** How many names a clean path has: those above are mounted before those below. */
    int depth(String clean);

    /**
     * Looks whether a kind of mount can be made here.
     *
     * @throws EngineProblem 501 if it can't
     */
    void checkKind(PlannedMount.Kind kind);

    /** Whether a missing folder of the host is made for {@code -v}. */
    boolean makesSources();
}
