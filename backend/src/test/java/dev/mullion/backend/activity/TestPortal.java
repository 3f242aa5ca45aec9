package dev.mullion.backend.activity;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.testing.TestDatabase;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The activities of one portal, without its pages, on a given database. */
final class TestPortal implements AutoCloseable {

    static final Caller ADA = new Caller(UUID.randomUUID(), "ada", Door.API, "192.0.2.7");

    private final ConfigurableApplicationContext context;

    private TestPortal(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static TestPortal start(TestDatabase database, String... properties) {
        return start(database.url(), database.username(), database.password(), properties);
    }

    private static TestPortal start(
            String url, String username, String password, String... properties) {
        return new TestPortal(
                new SpringApplicationBuilder(Parts.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.datasource.url=" + url,
                                "spring.datasource.username=" + username,
                                "spring.datasource.password=" + password,
                                "spring.datasource.hikari.maximum-pool-size=5",
                                "spring.main.banner-mode=off",
                                "mullion.activities.heartbeat=500ms")
                        .properties(properties)
                        .run());
    }

    /**
     * A portal in a process of its own, so that it can be killed. Arguments: url, user, password, a
     * file. It starts one activity of the kind given by the fifth argument and writes the
     * activity's id to the file once it runs.
     */
    public static void main(String[] arguments) throws Exception {
        var portal = start(arguments[0], arguments[1], arguments[2]);
        var id = portal.startAs(ADA, arguments[4], Map.of());
        portal.get(Started.class).next();
        var file = Path.of(arguments[3]);
        var part = Files.writeString(file.resolveSibling("part"), id.toString());
        Files.move(part, file);
        new CountDownLatch(1).await();
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    ActivityId startAs(Caller caller, String kind, Map<String, String> parameters) {
        return get(Callers.class)
                .runAs(
                        caller,
                        () ->
                                get(Activities.class)
                                        .start(kind, "Do " + kind, "/hosts/1", parameters));
    }

    void cancelAs(Caller caller, ActivityId id) {
        get(Callers.class)
                .runAs(
                        caller,
                        () -> {
                            get(ActivityService.class).cancel(id);
                            return id;
                        });
    }

    Activity activity(ActivityId id) {
        return get(ActivityService.class).get(id);
    }

    StoredActivity stored(ActivityId id) {
        return get(ActivityTable.class).find(id).orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }

    // no @Configuration: the whole portal's scan must not find it
    @EnableAutoConfiguration
    @ComponentScan
    @Import({LiveChanges.class, Callers.class})
    static class Parts {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Started started() {
            return new Started();
        }

        @Bean
        ActivityWork quick() {
            return new Work("quick", true) {
                @Override
                public void run(ActivityContext context) {
                    context.progress(Progress.saying("Did it with " + context.parameters()));
                }
            };
        }

        @Bean
        ActivityWork failing() {
            return new Work("failing", true) {
                @Override
                public void run(ActivityContext context) {
                    throw dev.mullion.backend.Problem.conflict(
                            "do it", "somebody was faster", "Do something else.");
                }
            };
        }

        @Bean
        ActivityWork endless(Started started) {
            return new Endless("endless", true, started);
        }

        @Bean
        ActivityWork endlessOnce(Started started) {
            return new Endless("endless-once", false, started);
        }

        @Bean
        ActivityWork lost() {
            return new Work("broken", false) {
                @Override
                public void run(ActivityContext context) {
                    throw new IllegalStateException("this was not foreseen");
                }
            };
        }
    }

    private abstract static class Work implements ActivityWork {
        private final String kind;
        private final boolean repeatable;

        Work(String kind, boolean repeatable) {
            this.kind = kind;
            this.repeatable = repeatable;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public boolean repeatable() {
            return repeatable;
        }
    }

    /** Blocks until it is interrupted, as a read from a silent host would. */
    private static final class Endless extends Work {
        private final Started started;

        Endless(String kind, boolean repeatable, Started started) {
            super(kind, repeatable);
            this.started = started;
        }

        @Override
        public void run(ActivityContext context) throws InterruptedException {
            context.progress(
                    new Progress(
                            1,
                            10,
                            "one of ten",
                            java.util.List.of(new Step("layer", "downloading", 1, 10))));
            started.add(context);
            new CountDownLatch(1).await();
        }
    }

    /** The runs of endless work, as they begin. */
    static final class Started {
        private final BlockingQueue<ActivityContext> contexts = new LinkedBlockingQueue<>();

        void add(ActivityContext context) {
            contexts.add(context);
        }

        ActivityContext next() throws InterruptedException {
            var context = contexts.poll(30, java.util.concurrent.TimeUnit.SECONDS);
            if (context == null) {
                throw new AssertionError("No endless work began within 30 s");
            }
            return context;
        }

        int waiting() {
            return contexts.size();
        }
    }
}
