/** What every HTTP answer has in common: limits, headers, ids, and nothing before set-up. */
@NullMarked
package dev.mullion.security.web;

import org.jspecify.annotations.NullMarked;
