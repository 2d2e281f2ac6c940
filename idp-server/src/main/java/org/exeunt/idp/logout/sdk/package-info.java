/** The JavaScript SDK and its endpoint: {@code /session} and {@code /sdk/v1}. */
@NullMarked
package org.exeunt.idp.logout.sdk;

import org.jspecify.annotations.NullMarked;
