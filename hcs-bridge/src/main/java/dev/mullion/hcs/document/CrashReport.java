package dev.mullion.hcs.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Windows in a system said when it crashed: the data of the events of a crash.
 *
 * @param systemId which
 * @param activityId by which the service's own log tells of it
 * @param windowsCrashInfo of a Windows inside
 * @param crashParameters the bug check's code and its four parameters
 * @param crashLog text that the guest wrote
 * @param status an HRESULT
 */
public record CrashReport(
        @Nullable String systemId,
        @Nullable String activityId,
        @Nullable WindowsCrashInfo windowsCrashInfo,
        @Nullable List<Long> crashParameters,
        @Nullable String crashLog,
        @Nullable Integer status) {

    /**
     * How the dump went.
     *
     * @param dumpFile where it is on the host, if one was written
     * @param osBuildNumber of the guest
     * @param status an HRESULT
     * @param finalPhase the last phase that was reached, for example {@code Complete}
     */
    public record WindowsCrashInfo(
            @Nullable String dumpFile,
            @Nullable Long osBuildNumber,
            @Nullable Integer status,
            @Nullable String finalPhase) {}
}
