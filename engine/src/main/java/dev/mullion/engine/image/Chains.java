package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of stacks of layers (OCI image specification, "Layer ChainID"). */
final class Chains {

    private Chains() {}

    /** Each layer with those below it: first the base layer alone, last all of them. */
    static List<List<Digest>> prefixes(List<Digest> layers) {
        List<List<Digest>> all = new ArrayList<>();
        for (int height = 1; height <= layers.size(); height++) {
            all.add(List.copyOf(layers.subList(0, height)));
        }
        return all;
    }

    /** The chain id of each prefix. */
    static List<Digest> ids(List<Digest> layers) {
        List<Digest> all = new ArrayList<>();
        for (Digest layer : layers) {
            all.add(
                    all.isEmpty()
                            ? layer
                            : ContentStore.digestOf(
                                    (all.getLast() + " " + layer)
                                            .getBytes(StandardCharsets.US_ASCII)));
        }
        return all;
    }
}
