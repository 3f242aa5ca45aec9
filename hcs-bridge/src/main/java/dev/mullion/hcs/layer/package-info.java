/**
 * Image layers and scratches on disk, through vmcompute.dll, computestorage.dll and virtdisk.dll.
 */
@NullMarked
package dev.mullion.hcs.layer;

import org.jspecify.annotations.NullMarked;
