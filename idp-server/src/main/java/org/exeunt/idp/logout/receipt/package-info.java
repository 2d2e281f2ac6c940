/** The receipt: what a logout did at each app, and whether the app acknowledged it. Includes the frames of front-channel logout. */
@NullMarked
package org.exeunt.idp.logout.receipt;

import org.jspecify.annotations.NullMarked;
