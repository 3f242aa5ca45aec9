package dev.mullion.engine;

import dev.mullion.engine.settings.EngineSettings;
import dev.mullion.engine.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The program {@code mullion-engine}: one engine in the foreground, until a signal ends it. */
public final class EngineMain {

    // as sysexits.h has them
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;

    private EngineMain() {}

    /**
     * Runs an engine.
     *
     * @param arguments the flags that {@code --help} lists
     */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(EngineSettings.help());
            return;
        }
        EngineSettings settings;
        try {
            settings = EngineSettings.of(given);
        } catch (SettingsException e) {
            System.err.println("mullion-engine: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        EngineLog.open(settings.logLevel());
        CountDownLatch end = new CountDownLatch(1);
        try (Engine engine = Engine.open(settings)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                end.countDown();
                                joinQuietly(main);
                            }));
            engine.announce();
            end.await();
        } catch (IOException e) {
            System.err.println("mullion-engine: " + e.getMessage());
            System.exit(UNAVAILABLE);
        }
    }

    /** A signal's hook must not return before the engine has closed: the process ends with it. */
    private static void joinQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
