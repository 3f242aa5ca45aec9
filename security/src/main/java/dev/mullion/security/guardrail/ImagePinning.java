package dev.mullion.security.guardrail;

/** How exactly an image has to be named. */
public enum ImagePinning implements Bound<ImagePinning> {
    /** By a tag, which can mean another image tomorrow. */
    ANY,
    /** By its digest. */
    DIGEST;

    @Override
    public ImagePinning and(ImagePinning other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
