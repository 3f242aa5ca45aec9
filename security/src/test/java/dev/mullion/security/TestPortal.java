package dev.mullion.security;

import dev.mullion.security.signin.PageSignIn;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The smallest portal: this module whole, a chain for pages as the real one has, and a few routes.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SecurityConfiguration.class)
public class TestPortal {

    /** Its own empty database in memory, and its own folder. */
    public static void privateData(DynamicPropertyRegistry registry) {
        try {
            // below target/, because the portal's context outlives the test class that made it
            Path folders = Files.createDirectories(Path.of("target", "test-data"));
            Path folder = Files.createTempDirectory(folders, "portal");
            registry.add("mullion.data-dir", folder::toString);
            registry.add(
                    "spring.datasource.url",
                    () -> "jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    @Bean
    SecurityFilterChain pages(HttpSecurity http, PageSignIn signIn) throws Exception {
        signIn.configure(http);
        return http.authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .build();
    }

    @RestController
    static class Routes {

        private final Callers callers;

        Routes(Callers callers) {
            this.callers = callers;
        }

        /** Answers with the token that a form has to carry. */
        @GetMapping({"/setup", "/login"})
        String open(CsrfToken token) {
            return token.getToken();
        }

        @GetMapping({"/who", "/api/v1/who"})
        String who() {
            var caller = callers.current();
            return caller.name() + " by " + caller.door() + " from " + caller.address();
        }

        @PostMapping({"/change", "/api/v1/change"})
        String change(@RequestBody(required = false) String body) {
            return "changed";
        }

        @GetMapping({"/broken", "/api/v1/broken"})
        String broken() {
            throw new IllegalStateException("inner detail nobody may see");
        }
    }
}
