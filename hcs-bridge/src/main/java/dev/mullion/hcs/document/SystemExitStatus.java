package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * How a system ended: the data of the event.
 *
 * @param status an HRESULT
 * @param exitType {@code GracefulExit}, {@code ForcedExit}, {@code UnexpectedExit} …; null on build
 *     17763, which doesn't tell
 */
public record SystemExitStatus(int status, @Nullable String exitType) {}
