package dev.mullion.hcs.emulator.program;

import java.util.List;

/** The network as a program sees it. */
public interface Network {

    /** No network at all. */
    Network NONE =
            new Network() {
                @Override
                public List<String> addresses() {
                    return List.of();
                }

                @Override
                public void moved(long received, long sent) {
                    // nothing goes anywhere
                }
            };

    /**
     * Returns its addresses.
     *
     * @return without prefix lengths
     */
    List<String> addresses();

    /**
     * Counts what a program pretends to send and receive.
     *
     * @param received bytes
     * @param sent bytes
     */
    void moved(long received, long sent);
}
