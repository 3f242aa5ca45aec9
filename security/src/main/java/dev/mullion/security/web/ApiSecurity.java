package dev.mullion.security.web;

import dev.mullion.security.token.TokenService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/** Who gets past the REST API's door: a known token, each time anew, and nothing else. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    /** The liveness probe: no session, no caller, nothing to find out. */
    @Bean
    @Order(1)
    SecurityFilterChain healthChain(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher("/health"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http, TokenService tokens, Problems problems)
            throws Exception {
        return stateless(http.securityMatcher("/api", "/api/**"))
                .addFilterBefore(
                        new BearerTokens(tokens), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(refusals ->
                        refusals.authenticationEntryPoint(
                                        (request, response, e) -> {
                                            response.setHeader(
                                                    HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                                            problems.write(
                                                    request,
                                                    response,
                                                    HttpStatus.UNAUTHORIZED,
                                                    "Send an API token as \"Authorization: Bearer"
                                                            + " mullion_…\". Tokens are made on the"
                                                            + " profile page; this request had none,"
                                                            + " or one that is unknown, expired or"
                                                            + " revoked.");
                                        })
                                .accessDeniedHandler((request, response, e) ->
                                        problems.write(
                                                request,
                                                response,
                                                HttpStatus.FORBIDDEN,
                                                "You are known, but may not do this.")))
                .build();
    }

    /**
     * Without sessions and cookies there is nothing a page elsewhere could ride on, so no CSRF
     * token either.
     */
    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }
}
