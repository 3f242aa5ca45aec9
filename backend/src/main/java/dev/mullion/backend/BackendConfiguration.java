package dev.mullion.backend;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/** Puts this module together, for the portal and for tests that need the services alone. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableJdbcRepositories
public class BackendConfiguration {}
