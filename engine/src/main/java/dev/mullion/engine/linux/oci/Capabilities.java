package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.SecuritySpec;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which capabilities the processes of a container have. */
final class Capabilities {

    private static final String ALL = "ALL";

    private Capabilities() {}

    static Set<String> of(SecuritySpec security, EngineRights rights) throws IOException {
        if (security.privileged()) {
            return rights.capabilities();
        }
        Set<String> add = new LinkedHashSet<>();
        for (String name : security.capAdd()) {
            add.addAll(named(name, rights));
        }
        Set<String> set = new LinkedHashSet<>();
        if (!security.capDrop().contains(ALL)) {
            set.addAll(SecuritySpec.USUAL_CAPABILITIES);
        }
        if (security.capAdd().contains(ALL)) {
            set.addAll(add);
        }
        for (String name : security.capDrop()) {
            set.removeAll(named(name, rights));
        }
        if (!security.capAdd().contains(ALL)) {
            set.addAll(add);
        }
        set.retainAll(rights.capabilities());
        return set;
    }

    private static Set<String> named(String name, EngineRights rights) throws IOException {
        if (name.equals(ALL)) {
            return rights.capabilities();
        }
        String full = name.startsWith("CAP_") ? name : "CAP_" + name;
        if (!EngineRights.isCapability(full)) {
            throw new IOException("unknown capability: \"" + name + "\"");
        }
        return Set.of(full);
    }

    /** Only root starts with them in force; other users can get at them by setuid programs. */
    static Map<String, Object> document(Set<String> set, boolean root) {
        return root
                ? Json.object("bounding", set, "effective", set, "permitted", set)
                : Json.object("bounding", set);
    }
}
