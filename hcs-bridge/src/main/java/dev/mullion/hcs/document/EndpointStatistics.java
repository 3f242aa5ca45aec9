package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What went through an endpoint since it was made, as the endpoint counts: received is what the
 * container received.
 *
 * @param endpointId its GUID
 * @param instanceId of the network card
 * @param bytesReceived bytes in
 * @param bytesSent bytes out
 * @param packetsReceived packets in
 * @param packetsSent packets out
 * @param droppedPacketsIncoming packets in that were dropped
 * @param droppedPacketsOutgoing packets out that were dropped
 */
public record EndpointStatistics(
        @JsonProperty("EndpointID") @Nullable String endpointId,
        @JsonProperty("InstanceID") @Nullable String instanceId,
        long bytesReceived,
        long bytesSent,
        long packetsReceived,
        long packetsSent,
        long droppedPacketsIncoming,
        long droppedPacketsOutgoing) {}
