package dev.mullion.engine.linux.oci;

import java.util.List;

/**
 * Who runs a process, in numbers.
 *
 * @param uid the user
 * @param gid the main group
 * @param groups all groups, the main one first
 * @param home the user's folder
 */
record ContainerUser(long uid, long gid, List<Long> groups, String home) {}
