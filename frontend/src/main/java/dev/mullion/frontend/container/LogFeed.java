package dev.mullion.frontend.container;

import dev.mullion.backend.Problem;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.security.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A container's log on its way to one page: one thread reads it from the host, another hands it on
 * in batches, at most five a second and only once the batch before has arrived. When the log ends
 * because the container stopped, or breaks because the host went away, the feed says so in the log
 * and goes on as soon as the container runs again.
 */
final class LogFeed implements AutoCloseable {

    /** Takes lines; {@code arrived} is to be called once they have been shown. */
    interface Page {
        void show(List<LogLine> lines, Runnable arrived);
    }

    static final Duration BETWEEN_BATCHES = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LINES_A_BATCH = 2_500;
    private static final long CHARACTERS_A_BATCH = 500_000;

    private final Function<LogQuery, DockerStream<LogFrame>> log;
    private final BooleanSupplier running;
    private final Page page;
    private final LogBacklog backlog = new LogBacklog();
    private final Semaphore mayShow = new Semaphore(1);
    private final Object opening = new Object();
    private @Nullable DockerStream<LogFrame> open;
    private volatile boolean closed;
    private volatile @Nullable Instant lastTime;
    private volatile String lastNote = "";
    private @Nullable Thread reader;
    private @Nullable Thread sender;

    /**
     * @param log opens the log; called on the feed's own thread
     * @param running whether the container runs now; asked about once a second while it doesn't
     * @param page takes the lines; called on the feed's own thread
     */
    LogFeed(Function<LogQuery, DockerStream<LogFrame>> log, BooleanSupplier running, Page page) {
        this.log = log;
        this.running = running;
        this.page = page;
    }

    /**
     * Begins.
     *
     * @param tail how many of the lines that are there already; -1 for all
     * @param inTheNameOf runs each of the feed's threads, so that it can set who is calling
     */
    void start(int tail, Function<Runnable, Runnable> inTheNameOf) {
        reader = Thread.ofVirtual().name("log-reader").start(inTheNameOf.apply(() -> read(tail)));
        sender = Thread.ofVirtual().name("log-sender").start(inTheNameOf.apply(this::send));
    }

    /** Ends it all, soon; harmless when done twice. */
    @Override
    public void close() {
        closed = true;
        backlog.close();
        DockerStream<LogFrame> stream;
        synchronized (opening) {
            stream = open;
            open = null;
        }
        if (stream != null) {
            stream.close();
        }
        interrupt(reader);
        interrupt(sender);
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void read(int tail) {
        LogQuery query = new LogQuery(true, true, true, true, null, null, tail, null);
        try {
            while (!closed && follow(query)) {
                awaitRunning();
                Instant last = lastTime;
                query =
                        last == null
                                ? query
                                : new LogQuery(
                                        true, true, true, true, last.plusNanos(1), null, -1, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Reads until the log ends or breaks, and says which.
     *
     * @return whether it may be tried again
     */
    private boolean follow(LogQuery query) {
        LogAssembler assembler = new LogAssembler(this::add);
        try (DockerStream<LogFrame> stream = log.apply(query)) {
            synchronized (opening) {
                if (closed) {
                    return false;
                }
                open = stream;
            }
            while (stream.hasNext()) {
                assembler.take(stream.next());
            }
            assembler.end();
            note("The log ends here: the container doesn't run.");
        } catch (RefusedException refused) {
            assembler.end();
            note("You may not read this log any longer: " + refused.decision().reason() + ".");
            return false;
        } catch (Problem problem) {
            note("The log can't be read: " + problem.reason());
        } catch (DockerException e) {
            assembler.end();
            note("The log broke off: " + e.getMessage());
        } catch (RuntimeException e) {
            note("The log can't be read: " + e.getMessage());
        } finally {
            synchronized (opening) {
                open = null;
            }
        }
        return true;
    }

    private void awaitRunning() throws InterruptedException {
        do {
            Thread.sleep(BETWEEN_LOOKS);
        } while (!closed && !running.getAsBoolean());
    }

    private void add(LogLine line) {
        if (!line.time().isEmpty()) {
            try {
                lastTime = Instant.parse(line.time());
            } catch (DateTimeParseException e) {
                // a moment of another form only costs a line shown twice after a break
                lastTime = Instant.now();
            }
        }
        lastNote = "";
        backlog.add(line);
    }

    /** A note that would repeat the one before it is left out: a broken host is tried for hours. */
    private void note(String words) {
        if (!closed && !words.equals(lastNote)) {
            lastNote = words;
            backlog.add(LogLine.note(LogText.of(words.replace('\n', ' '))));
        }
    }

    private void send() {
        try {
            while (!closed) {
                mayShow.acquire();
                List<LogLine> lines = backlog.take(LINES_A_BATCH, CHARACTERS_A_BATCH);
                if (lines.isEmpty()) {
                    return;
                }
                page.show(lines, mayShow::release);
                Thread.sleep(BETWEEN_BATCHES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
