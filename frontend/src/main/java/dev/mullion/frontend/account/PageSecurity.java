package dev.mullion.frontend.account;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.mullion.security.Secrets;
import dev.mullion.security.signin.PageSignIn;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who gets past the door of the pages: whoever has signed in, and everybody to the sign-in page.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    /** After the chains of the API and of the probe, which take their own paths. */
    @Bean
    @Order(10)
    SecurityFilterChain pageChain(HttpSecurity http, PageSignIn signIn) throws Exception {
        http.authorizeHttpRequests(requests ->
                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(
                                HttpMethod.GET,
                                "/assets/**",
                                "/aura/**",
                                "/mullion.css",
                                "/favicon.ico")
                        .permitAll());
        http.headers(headers -> headers.frameOptions(FrameOptionsConfig::deny));
        signIn.configure(http);
        return http.with(
                        VaadinSecurityConfigurer.vaadin(),
                        vaadin ->
                                vaadin.loginView(LoginView.class)
                                        // an address that is no page is for the not-found page to
                                        // answer, not a refusal
                                        .anyRequest(AuthorizedUrl::authenticated))
                .build();
    }

    /**
     * A bean of a method, not of its class: those are registered last, and the policy has to see
     * the scripts that the other listeners add to the page.
     */
    @Bean
    ContentPolicy contentPolicy(Secrets secrets) {
        return new ContentPolicy(secrets);
    }
}
