package dev.mullion.security.web;

import dev.mullion.security.token.TokenService;
import java.util.Map;
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
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

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
     * Nothing else answers below the API: without this an address that no controller has would be
     * answered with a page. It comes after the controllers, so that they still tell wrong methods.
     */
    @Bean
    SimpleUrlHandlerMapping unknownApi(Problems problems) {
        HttpRequestHandler nothingHere =
                (request, response) ->
                        problems.write(
                                request,
                                response,
                                HttpStatus.NOT_FOUND,
                                "The API has nothing at this address. /api/v1/openapi lists what it has.");
        return new SimpleUrlHandlerMapping(Map.of("/api", nothingHere, "/api/**", nothingHere), 1);
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
