package dev.mullion.security;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Something that goes on for as long as its caller may do it; closing it ends the watching. */
public final class Watch implements AutoCloseable {

    final Caller caller;
    final Permission permission;
    final Resource resource;
    private final Consumer<Decision> onEnd;
    private final Consumer<Watch> onClose;
    private final AtomicBoolean over = new AtomicBoolean();

    Watch(
            Caller caller,
            Permission permission,
            Resource resource,
            Consumer<Decision> onEnd,
            Consumer<Watch> onClose) {
        this.caller = caller;
        this.permission = permission;
        this.resource = resource;
        this.onEnd = onEnd;
        this.onClose = onClose;
    }

    /** Tells, once, that it may not go on. What is told may take its time, so it has a thread. */
    void end(Decision refusal) {
        if (over.compareAndSet(false, true)) {
            onClose.accept(this);
            Thread.ofVirtual().name("right-ended").start(() -> onEnd.accept(refusal));
        }
    }

    /** What was watched has ended by itself; nothing is told any more. */
    @Override
    public void close() {
        over.set(true);
        onClose.accept(this);
    }
}
