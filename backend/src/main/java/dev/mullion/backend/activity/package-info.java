/**
 * Long-running operations: started once, seen live, cancelled at will, remembered across restarts.
 */
@NullMarked
package dev.mullion.backend.activity;

import org.jspecify.annotations.NullMarked;
