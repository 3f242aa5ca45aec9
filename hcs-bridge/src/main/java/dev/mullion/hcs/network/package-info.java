/** Networks, endpoints and namespaces, through computenetwork.dll. */
@NullMarked
package dev.mullion.hcs.network;

import org.jspecify.annotations.NullMarked;
