package dev.mullion.docker.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.DockerJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows a registry on somebody's behalf.
 *
 * @param username who; empty with a token
 * @param password the password or token; empty with one of the tokens below
 * @param serverAddress the registry, for example {@code registry.example:5000}
 * @param identityToken what an earlier sign-in gave in place of a password; null without
 * @param registryToken what is shown to the registry itself as it is; null without
 */
public record RegistryCredentials(
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @Nullable @JsonProperty("serveraddress") String serverAddress,
        @Nullable @JsonProperty("identitytoken") String identityToken,
        @Nullable @JsonProperty("registrytoken") String registryToken) {

    /** Reads both names as empty where they are missing. */
    @JsonCreator
    public RegistryCredentials {
        username = orEmpty(username);
        password = orEmpty(password);
    }

    /** A name and its password. */
    public RegistryCredentials(String username, String password, @Nullable String serverAddress) {
        this(username, password, serverAddress, null, null);
    }

    String header() {
        byte[] json = DockerJson.mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().encodeToString(json);
    }

    private static String orEmpty(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** Returns everything but the password and the tokens. */
    @Override
    public String toString() {
        return "RegistryCredentials[" + username + " at " + serverAddress + "]";
    }
}
