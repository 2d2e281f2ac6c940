/** Exeunt, an identity provider whose speciality is logout. A feature is a package below this one. */
@NullMarked
package org.exeunt.idp;

import org.jspecify.annotations.NullMarked;
