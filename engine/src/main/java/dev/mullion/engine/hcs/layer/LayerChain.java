package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A layer with all that are below it. On Windows a layer is merged with those, so that the same
 * archive on another base is another layer.
 *
 * @param digests of the uncompressed archives, the base layer first; at least one
 */
record LayerChain(List<Digest> digests) {

    LayerChain {
        if (digests.isEmpty()) {
            throw new IllegalArgumentException("An image of Windows has at least one layer");
        }
        digests = List.copyOf(digests);
    }

    /** The name of its folder: the hexadecimal digits of the chain id of the OCI specification. */
    String name() {
        String id = digests.getFirst().toString();
        for (Digest next : digests.subList(1, digests.size())) {
            id = "sha256:" + sha256(id + " " + next);
        }
        return id.substring(id.indexOf(':') + 1);
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The layers below, nearest first, the base layer last. */
    List<LayerChain> parents() {
        return withParents().subList(1, digests.size());
    }

    /** This layer and those below, nearest first, the base layer last. */
    List<LayerChain> withParents() {
        List<LayerChain> all = new ArrayList<>();
        for (int height = digests.size(); height > 0; height--) {
            all.add(new LayerChain(digests.subList(0, height)));
        }
        return all;
    }

    Digest top() {
        return digests.getLast();
    }

    boolean base() {
        return digests.size() == 1;
    }
}
