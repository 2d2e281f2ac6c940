/** What every endpoint has: filter chains, filters, headers, CORS and error formats; no domain logic. */
@NullMarked
package org.exeunt.idp.web;

import org.jspecify.annotations.NullMarked;
