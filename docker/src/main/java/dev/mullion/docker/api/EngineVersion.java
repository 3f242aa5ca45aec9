package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the engine and its parts ({@code GET /version}).
 *
 * @param platform the product, where the engine names one
 * @param components the engine and what it stands on, such as containerd
 * @param version the engine's own version
 * @param apiVersion the newest version of the API it speaks
 * @param minApiVersion the oldest version of the API it speaks
 * @param gitCommit what the engine was built from
 * @param goVersion the Go compiler it was built with
 * @param os {@code linux} or {@code windows}
 * @param arch the processor by Go's name
 * @param kernelVersion the kernel; on Windows with the build
 * @param experimental whether experimental features are on
 * @param buildTime when the engine was built, in no fixed format
 */
public record EngineVersion(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Product platform,
        List<Component> components,
        String version,
        String apiVersion,
        @Nullable @JsonProperty("MinAPIVersion") String minApiVersion,
        @Nullable String gitCommit,
        @Nullable String goVersion,
        String os,
        String arch,
        @Nullable String kernelVersion,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean experimental,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String buildTime) {

    /** Fills in what is absent. */
    public EngineVersion {
        minApiVersion = Absent.orNull(minApiVersion);
        gitCommit = Absent.orNull(gitCommit);
        goVersion = Absent.orNull(goVersion);
        kernelVersion = Absent.orNull(kernelVersion);
        buildTime = Absent.orNull(buildTime);
        components = Absent.list(components);
        version = Absent.text(version);
        apiVersion = Absent.text(apiVersion);
        os = Absent.text(os);
        arch = Absent.text(arch);
    }

    /**
     * The product an engine belongs to.
     *
     * @param name for example {@code Docker Engine - Community}
     */
    public record Product(String name) {

        /** Fills in what is absent. */
        public Product {
            name = Absent.text(name);
        }
    }

    /**
     * A part of the engine.
     *
     * @param name for example {@code containerd}
     * @param version its version
     * @param details more about it, by name
     */
    public record Component(String name, String version, Map<String, String> details) {

        /** Fills in what is absent. */
        public Component {
            name = Absent.text(name);
            version = Absent.text(version);
            details = Absent.map(details);
        }
    }
}
