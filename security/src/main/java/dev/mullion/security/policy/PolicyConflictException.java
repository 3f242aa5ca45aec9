package dev.mullion.security.policy;

/** Somebody else wrote a policy since it was read. Its message may be shown. */
public final class PolicyConflictException extends RuntimeException {

    PolicyConflictException(WrittenPolicy now) {
        super(
                now.version() == WrittenPolicy.UNWRITTEN
                        ? "Somebody removed this policy since you read it. Read it again and repeat"
                                + " your change."
                        : now.writtenBy()
                                + " changed this policy since you read it. Read it again and repeat"
                                + " your change.");
    }
}
