package dev.mullion.backend.testing;

import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.host.NewHost;
import dev.mullion.docker.HostAddress;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/** The services for hosts, containers, images and activities, without sign-in and pages. */
public final class HostPortal implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private final Path folder;

    private HostPortal(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Starts on a database, watching hosts faster than a real portal does. */
    public static HostPortal start(TestDatabase database, String... properties) {
        Path folder = folder();
        return new HostPortal(
                new SpringApplicationBuilder(Parts.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.datasource.url=" + database.url(),
                                "spring.datasource.username=" + database.username(),
                                "spring.datasource.password=" + database.password(),
                                "spring.datasource.hikari.maximum-pool-size=5",
                                "spring.main.banner-mode=off",
                                "mullion.data-dir=" + folder,
                                "mullion.hosts.reconcile=1s",
                                "mullion.hosts.first-retry=100ms",
                                "mullion.hosts.longest-retry=500ms")
                        .properties(properties)
                        .run(),
                folder);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("mullion-hosts-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** Adds a host and waits until it is ready. */
    public HostId addReady(@Nullable String name, String address) {
        HostId id =
                get(HostService.class).add(new NewHost(name, HostAddress.of(address))).host().id();
        await(id, view -> view.status().state() == HostState.READY);
        return id;
    }

    /** Waits until a host is as it should be. */
    public HostView await(HostId id, Predicate<HostView> condition) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get(HostService.class).get(id), condition);
    }

    @Override
    public void close() {
        context.close();
        H2File.deleteRecursively(folder);
    }

    // no @Configuration: the scan of the whole module must not find it
    @EnableAutoConfiguration
    @EnableJdbcRepositories("dev.mullion.backend.host")
    @ComponentScan(
            basePackages = {
                "dev.mullion.backend.host",
                "dev.mullion.backend.admission",
                "dev.mullion.backend.container",
                "dev.mullion.backend.image",
                "dev.mullion.backend.activity",
                "dev.mullion.backend.live",
                "dev.mullion.backend.quota",
                "dev.mullion.security.ownership",
                "dev.mullion.security.policy",
                "dev.mullion.security.quota"
            },
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.mullion\\.backend\\.activity\\.TestPortal.*"))
    @Import(Callers.class)
    static class Parts {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService rightsWatch() {
            return Executors.newSingleThreadScheduledExecutor();
        }

        /** There is nobody here to have rights. */
        @Bean
        Authorizer authorizer(Callers callers, ScheduledExecutorService rightsWatch) {
            return new Authorizer(
                    callers,
                    (account, permission, path) -> EVERYTHING,
                    resource -> resource,
                    rightsWatch) {
                @Override
                public Decision decide(Caller caller, Permission permission, Resource resource) {
                    return EVERYTHING;
                }
            };
        }

        private static final Decision EVERYTHING = Decision.allow("services without sign-in");
    }
}
