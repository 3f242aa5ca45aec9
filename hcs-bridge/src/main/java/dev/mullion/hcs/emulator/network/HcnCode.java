package dev.mullion.hcs.emulator.network;

import dev.mullion.hcs.emulator.Refusal;

/** Why the network service says no. */
enum HcnCode {
    NETWORK_NOT_FOUND(0x803B0001, "The network was not found."),
    ENDPOINT_NOT_FOUND(0x803B0002, "The endpoint was not found."),
    INVALID_NETWORK_TYPE(0x803B000B, "The type of the network is invalid."),
    INVALID_POLICY(0x803B000D, "The policy is invalid."),
    INVALID_POLICY_TYPE(0x803B000E, "The type of the policy is invalid."),
    NETWORK_ALREADY_EXISTS(0x803B0010, "The network already exists."),
    PORT_ALREADY_EXISTS(0x803B0013, "The specified port already exists."),
    ENDPOINT_ALREADY_ATTACHED(0x803B0014, "The endpoint is already attached."),
    REQUEST_UNSUPPORTED(0x803B0015, "The request is not supported."),
    INVALID_JSON(0x803B001B, "The JSON document is invalid."),
    INVALID_JSON_REFERENCE(0x803B001C, "The JSON document refers to something else."),
    INVALID_IP(0x803B001E, "The IP address is invalid."),
    ENDPOINT_NAMESPACE_ALREADY_EXISTS(
            0x803B002B, "The endpoint is attached to another namespace already."),
    ENTITY_HAS_REFERENCES(0x803B002C, "The object is still referred to."),
    INVALID_INTERNAL_PORT(0x803B002D, "The internal port cannot be zero."),
    ADDR_INVALID_OR_RESERVED(0x803B002F, "The address is invalid or reserved."),
    INVALID_PREFIX(0x803B0030, "The prefix is invalid."),
    INVALID_SUBNET(0x803B0032, "The subnet is invalid."),
    ENDPOINT_NOT_ATTACHED(0x803B0034, "The endpoint is not attached."),
    ELEMENT_NOT_FOUND(0x80070490, "Element not found."),
    INVALID_PARAMETER(0x80070057, "The parameter is incorrect.");

    private final int code;
    private final String sentence;

    HcnCode(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    Refusal about(String what) {
        return Refusal.of(code, sentence + " (" + what + ")");
    }
}
