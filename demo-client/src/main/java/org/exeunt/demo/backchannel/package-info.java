/** The identity provider tells us that a session ended (OpenID Connect Back-Channel Logout 1.0), and ours ends too. */
@NullMarked
package org.exeunt.demo.backchannel;

import org.jspecify.annotations.NullMarked;
