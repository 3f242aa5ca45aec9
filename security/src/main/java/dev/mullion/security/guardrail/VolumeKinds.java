package dev.mullion.security.guardrail;

/** Which volumes may be mounted. Another tenant's never may. */
public enum VolumeKinds implements Bound<VolumeKinds> {
    /** Those of any driver, with any options. */
    ANY,
    /** Those that are folders of the engine's own: an option can make a volume of anything. */
    PLAIN,
    /** Such, and of the same stage. */
    OWN_STAGE;

    static final String LOCAL = "local";

    @Override
    public VolumeKinds and(VolumeKinds other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
