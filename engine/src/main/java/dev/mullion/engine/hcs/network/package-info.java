/**
 * Networks of Windows containers: NAT networks, endpoints and namespaces of the host compute
 * network.
 */
@NullMarked
package dev.mullion.engine.hcs.network;

import org.jspecify.annotations.NullMarked;
