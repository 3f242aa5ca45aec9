package dev.mullion.docker.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.DockerJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows a registry on somebody's behalf.
 *
 * @param username who
 * @param password the password or token
 * @param serverAddress the registry, for example {@code registry.example:5000}
 */
public record RegistryCredentials(
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @Nullable @JsonProperty("serveraddress") String serverAddress) {

    String header() {
        byte[] json = DockerJson.mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().encodeToString(json);
    }

    /** Returns everything but the password. */
    @Override
    public String toString() {
        return "RegistryCredentials[" + username + " at " + serverAddress + "]";
    }
}
