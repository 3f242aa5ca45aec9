package dev.mullion.hcs.emulator.compute;

/** Which builds of Windows run on which, as the service itself decides it. */
final class Compatibility {

    /** From here on a host runs older images, down to the long-term release before it. */
    private static final int STABLE = 20348;

    private Compatibility() {}

    static boolean runs(int host, int image, boolean hyperV) {
        if (hyperV) {
            return image <= host;
        }
        return host < STABLE ? image == host : image >= STABLE && image <= host;
    }
}
