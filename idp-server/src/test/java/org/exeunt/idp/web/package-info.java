@NullMarked
package org.exeunt.idp.web;

import org.jspecify.annotations.NullMarked;
