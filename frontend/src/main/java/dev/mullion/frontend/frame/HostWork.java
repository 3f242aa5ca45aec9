package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what may wait for a host away from the page's lock: on a virtual thread of its own, in the
 * name of the person who asked. The answer comes back with the page's lock held. When the person
 * has left the page meanwhile, the work still ends, and its answer goes nowhere.
 */
@org.springframework.stereotype.Component
public class HostWork {

    private static final Logger LOG = LoggerFactory.getLogger(HostWork.class);

    private final Callers callers;

    public HostWork(Callers callers) {
        this.callers = callers;
    }

    /** Runs work without an answer; what goes wrong becomes a notice. */
    public void run(Component owner, Runnable work, Runnable done) {
        ask(
                owner,
                () -> {
                    work.run();
                    return Boolean.TRUE;
                },
                any -> done.run(),
                HostWork::tell);
    }

    /** Asks for something; what goes wrong becomes a notice. */
    public <T> void ask(Component owner, Supplier<T> work, Consumer<T> done) {
        ask(owner, work, done, HostWork::tell);
    }

    /**
     * Asks for something.
     *
     * @param owner a part of the page that asks; answers are told while it is attached
     * @param done takes the answer, with the page's lock held
     * @param failed takes what went wrong instead, with the page's lock held
     */
    public <T> void ask(
            Component owner,
            Supplier<T> work,
            Consumer<T> done,
            Consumer<RuntimeException> failed) {
        UI ui = owner.getUI().orElseGet(UI::getCurrentOrThrow);
        Caller caller = callers.current();
        Thread.ofVirtual()
                .name("page-work")
                .start(() -> {
                    Runnable answer;
                    try {
                        T result = callers.runAs(caller, work::get);
                        answer = () -> done.accept(result);
                    } catch (RuntimeException failure) {
                        answer = () -> failed.accept(failure);
                    }
                    tell(ui, answer, caller);
                });
    }

    /** Shows a failure as a notice at the edge of the page. */
    public static void tell(RuntimeException failure) {
        // the page's own error handler knows what to say of a fault of ours, and logs it
        Notices.problem(ProblemNotice.of(failure).orElseThrow(() -> failure));
    }

    private static void tell(UI ui, Runnable answer, @Nullable Caller caller) {
        try {
            var _ = ui.access(answer::run);
        } catch (UIDetachedException left) {
            LOG.debug("{} left the page before the answer came", caller);
        }
    }
}
